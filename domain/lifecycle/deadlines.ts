import { nextMergeWake, nextDailyCheck, onMergeDeadline } from './code-fix/merge.ts';
/** What silence means: a result, never an error. */
import { nextHeadsUp, onExceptionDeadline } from './exceptions.ts';
import { nextReminder, onReviewDeadline, toHumanReview } from './review.ts';
import { isWaiting } from './state.ts';
import type { LifecycleState, WaitPhase } from './state.ts';
import { transition, ledgerRetryAt } from './story.ts';
import { isUndoing, abandonUndo } from './undo.ts';

/** When a waiting lifecycle has something to do by itself, epoch milliseconds. */
export function wakeAt(state: LifecycleState, phase: WaitPhase): number {
  return Math.min(dueAt(state, phase), ledgerRetryAt(state) ?? Infinity);
}

/** At its deadline, or at a reminder before. */
function dueAt(state: LifecycleState, phase: WaitPhase): number {
  const reminder = phase.name === 'HUMAN_REVIEW' ? nextReminder(state) : null;
  const headsUp = phase.name === 'ACCEPTED' ? nextHeadsUp(state) : null;
  if (phase.name === 'AWAITING_MERGE') return nextMergeWake(state, phase);
  const look = phase.name === 'HUMAN_REVIEW' ? (nextDailyCheck(state) ?? Infinity) : Infinity;
  return Math.min(phase.deadline, reminder ?? headsUp ?? phase.deadline, look);
}

export function onDeadline(state: LifecycleState, now: number): LifecycleState {
  const { phase } = state;
  // Awake before it is due: only to tell the ledger, which `next` does for whoever is not stalled.
  if (isWaiting(phase) && ledgerRetryAt(state) !== null && now < dueAt(state, phase))
    return { ...state, story: { ...state.story, stalled: false } };
  switch (phase.name) {
    case 'SETTLE':
      return transition(
        state,
        { name: 'VERIFY', because: 'the change has settled', back: null },
        { kind: 'verifying', text: `checking round ${state.round}` },
        now,
      );
    case 'AWAITING_APPROVAL': {
      const text = `nobody approved or rejected until ${new Date(phase.deadline).toISOString()}`;
      return isUndoing(state) ? abandonUndo(state, text, now) : toHumanReview(state, text, now);
    }
    case 'AWAITING_MERGE':
      return onMergeDeadline(state, now);
    case 'HUMAN_REVIEW':
      if (now >= (nextDailyCheck(state) ?? Infinity))
        return { ...state, phase: { name: 'CHECK_MERGE', back: phase } };
      return onReviewDeadline(state, now);
    case 'ACCEPTED':
      return onExceptionDeadline(state, now);
    case 'TRIAGE':
    case 'REMEDIATE':
    case 'VERIFY':
    case 'SUPPRESS':
    case 'REOPEN':
    case 'DRAFT_FIX':
    case 'PROPOSE_FIX':
    case 'CHECK_MERGE':
    case 'WITHDRAW_FIX':
    case 'CLOSE':
    case 'CLOSED':
      return state;
  }
}
