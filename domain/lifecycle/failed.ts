import { onFailureNoted, returnFromSourceCheck } from './code-fix/draft.ts';
import { onMergeCheckFailed } from './code-fix/merge-check.ts';
import { onProposalFailed } from './code-fix/propose.ts';
import { onWithdrawn } from './code-fix/withdraw.ts';
import { onCoverCheckFailed } from './cover.ts';
import type { Work } from './events.ts';
import { leaveException } from './exceptions.ts';
import { returnTo } from './results.ts';
import { toHumanReview } from './review.ts';
import type { State } from './state.ts';
import { appendStory, onLedgerFailed, toVerify } from './story.ts';
import { isUndoing, onUndoRefused, onUndoRun, onUndoTriageFailed } from './undo.ts';

/** An activity gave up: its deadline passed, or it cannot succeed. Verification or human review follows. */
export function onFailed(state: State, work: Work, failure: string, now: number): State {
  const { phase } = state;
  const failed = { kind: 'failed', text: failure } as const;
  const review = () => toHumanReview(state, `${work} failed: ${failure}`, now);
  switch (work) {
    case 'remediate':
      if (phase.name !== 'REMEDIATE') return state;
      if (isUndoing(state))
        return onUndoRun(state, { status: 'failed', executionId: null, reason: failure }, now);
      // It may have written before it failed, so verification comes first.
      return toVerify({ ...state, wrote: true, failure }, null, failed, now);
    case 'record':
      return onLedgerFailed(state, now);
    case 'checkDecision': {
      const text = `the decision could not be checked, please send it again: ${failure}`;
      const dropped = { ...state, pending: null };
      const refused = appendStory(dropped, { kind: 'decision-refused', text }, now);
      return onUndoRefused(refused, state.pending, now);
    }
    case 'verify':
      return phase.name === 'VERIFY' && phase.back !== null
        ? returnTo(state, phase.back, `verification failed: ${failure}`, now)
        : toHumanReview(state, `verification failed: ${failure}`, now);
    case 'suppress': {
      const reason = `the exception could not be written to Security Hub: ${failure}`;
      return toHumanReview({ ...state, exception: null }, reason, now);
    }
    case 'reopen': {
      if (phase.name !== 'REOPEN') return state;
      const reason = `${phase.reason}; NEW could not be written to Security Hub: ${failure}`;
      return leaveException(state, { reason, to: 'HUMAN_REVIEW' }, now);
    }
    case 'noteFailedFix':
      return onFailureNoted(state, [`Security Hub does not show the failed fix: ${failure}`], now);
    case 'withdrawFix':
      return onWithdrawn(state, `the pull request could not be closed: ${failure}`, now);
    case 'checkMerge':
      return onMergeCheckFailed(state, failure, now);
    case 'proposeFix':
      return onProposalFailed(state, failure, now);
    case 'draftFix':
      return (
        returnFromSourceCheck(state, `could not check the source: ${failure}`, now) ?? review()
      );
    case 'triage':
      if (phase.name === 'TRIAGE' && phase.back !== undefined)
        return onCoverCheckFailed(state, { failure, back: phase.back }, now);
      return onUndoTriageFailed(state, `triage failed: ${failure}`, now) ?? review();
    case 'close':
      return review();
  }
}
