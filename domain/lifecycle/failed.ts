import { lookedFor, proposalFailed } from './code-fix/draft.ts';
import { onFailureNoted } from './code-fix/failed-fix.ts';
import { unseen } from './code-fix/merge.ts';
import { onWithdrawn } from './code-fix/withdraw.ts';
import { coverUnknown } from './cover.ts';
import type { Work } from './events.ts';
import { awake } from './exceptions.ts';
import { goBack, toVerify } from './results.ts';
import { toPeople } from './review.ts';
import type { LifecycleState } from './state.ts';
import { ledgerFailed, told } from './story.ts';
import { isUndoing, onUndoRun, undoRefused } from './undo.ts';

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
      return ledgerFailed(state, now);
    case 'checkDecision': {
      const text = `the decision could not be checked, please send it again: ${failure}`;
      const refused = told({ ...state, pending: null }, { kind: 'decision-refused', text }, now);
      return undoRefused(refused, state.pending, now);
    }
    case 'verify':
      if (state.phase.name === 'VERIFY' && state.phase.back !== null) {
        return goBack(state, state.phase.back, `verification failed: ${failure}`, now);
      }
      return toPeople(state, `verification failed: ${failure}`, now);
    case 'suppress':
      return toPeople(
        { ...state, exception: null },
        `the exception could not be written to Security Hub: ${failure}`,
        now,
      );
    case 'reopen': {
      if (state.phase.name !== 'REOPEN') return state;
      const reason = `${state.phase.reason}; Security Hub could not be told: ${failure}`;
      return awake(state, { reason, to: 'HUMAN_REVIEW' }, now);
    }
    case 'noteFailedFix':
      return onFailureNoted(state, [`Security Hub could not be told of the fix: ${failure}`], now);
    case 'withdrawFix':
      return onWithdrawn(state, `the pull request could not be closed: ${failure}`, now);
    case 'checkMerge':
      if (state.phase.name !== 'CHECK_MERGE') return state;
      return unseen(state, failure, now);
    case 'proposeFix':
      return proposalFailed(state, failure, now);
    case 'draftFix':
      return (
        lookedFor(state, `the source could not be looked at: ${failure}`, now) ??
        toPeople(state, `${work} failed: ${failure}`, now)
      );
    case 'triage':
      if (state.phase.name === 'TRIAGE' && state.phase.back !== undefined)
        return coverUnknown(state, { failure, back: state.phase.back }, now);
      return toPeople(state, `${work} failed: ${failure}`, now);
    case 'close':
      return toPeople(state, `${work} failed: ${failure}`, now);
  }
}
