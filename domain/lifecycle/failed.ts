import { returnFromSourceCheck, onProposalFailed } from './code-fix/draft.ts';
import { onFailureNoted } from './code-fix/failed-fix.ts';
import { onMergeCheckFailed } from './code-fix/merge.ts';
import { onWithdrawn } from './code-fix/withdraw.ts';
import { onCoverCheckFailed } from './cover.ts';
import type { Work } from './events.ts';
import { leaveException } from './exceptions.ts';
import { returnTo, toVerify } from './results.ts';
import { toHumanReview } from './review.ts';
import type { LifecycleState } from './state.ts';
import { onLedgerFailed, appendStory } from './story.ts';
import { isUndoing, onUndoRun, onUndoRefused } from './undo.ts';

/** An activity gave up (its deadline passed or it cannot succeed): verification or people, never nowhere. */
export function onFailed(
  state: LifecycleState,
  work: Work,
  failure: string,
  now: number,
): LifecycleState {
  switch (work) {
    case 'remediate':
      if (state.phase.name !== 'REMEDIATE') return state;
      if (isUndoing(state))
        return onUndoRun(state, { status: 'failed', executionId: null, reason: failure }, now);
      // It may have written before it failed: look before anything else.
      return toVerify({ ...state, wrote: true, failure }, { kind: 'failed', text: failure }, now);
    case 'record':
      return onLedgerFailed(state, now);
    case 'checkDecision': {
      const text = `the decision could not be checked, please send it again: ${failure}`;
      const refused = appendStory(
        { ...state, pending: null },
        { kind: 'decision-refused', text },
        now,
      );
      return onUndoRefused(refused, state.pending, now);
    }
    case 'verify':
      if (state.phase.name === 'VERIFY' && state.phase.back !== null) {
        return returnTo(state, state.phase.back, `verification failed: ${failure}`, now);
      }
      return toHumanReview(state, `verification failed: ${failure}`, now);
    case 'suppress':
      return toHumanReview(
        { ...state, exception: null },
        `the exception could not be written to Security Hub: ${failure}`,
        now,
      );
    case 'reopen': {
      if (state.phase.name !== 'REOPEN') return state;
      const reason = `${state.phase.reason}; Security Hub could not be told: ${failure}`;
      return leaveException(state, { reason, to: 'HUMAN_REVIEW' }, now);
    }
    case 'noteFailedFix':
      return onFailureNoted(state, [`Security Hub could not be told of the fix: ${failure}`], now);
    case 'withdrawFix':
      return onWithdrawn(state, `the pull request could not be closed: ${failure}`, now);
    case 'checkMerge':
      if (state.phase.name !== 'CHECK_MERGE') return state;
      return onMergeCheckFailed(state, failure, now);
    case 'proposeFix':
      return onProposalFailed(state, failure, now);
    case 'draftFix':
      return (
        returnFromSourceCheck(state, `the source could not be looked at: ${failure}`, now) ??
        toHumanReview(state, `${work} failed: ${failure}`, now)
      );
    case 'triage':
      if (state.phase.name === 'TRIAGE' && state.phase.back !== undefined)
        return onCoverCheckFailed(state, { failure, back: state.phase.back }, now);
      return toHumanReview(state, `${work} failed: ${failure}`, now);
    case 'close':
      return toHumanReview(state, `${work} failed: ${failure}`, now);
  }
}
