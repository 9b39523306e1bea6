/** What happens when a deadline passes. Silence has a result in every waiting status; it is never an error. */
import { isoInstant } from '../text.ts';
import { nextDailyCheck, nextMergeWake, onMergeDeadline } from './code-fix/merge.ts';
import { nextHeadsUp, onExceptionDeadline } from './exceptions.ts';
import { nextReminder, onReviewDeadline, toHumanReview } from './review.ts';
import { isWaiting } from './state.ts';
import type { State, WaitPhase } from './state.ts';
import { ledgerRetryAt, transition } from './story.ts';
import { abandonUndo, isUndoing } from './undo.ts';

/** When a waiting lifecycle next acts by itself, epoch milliseconds. */
export function wakeAt(state: State, phase: WaitPhase): number {
  return Math.min(dueAt(state, phase), ledgerRetryAt(state) ?? Infinity);
}

/** The deadline, or a reminder or check before it. */
function dueAt(state: State, phase: WaitPhase): number {
  switch (phase.name) {
    case 'SETTLE':
    case 'AWAITING_APPROVAL':
      return phase.deadline;
    case 'AWAITING_MERGE':
      return nextMergeWake(state, phase);
    case 'HUMAN_REVIEW': {
      const reminder = nextReminder(state) ?? Infinity;
      return Math.min(phase.deadline, reminder, nextDailyCheck(state) ?? Infinity);
    }
    case 'ACCEPTED':
      return Math.min(phase.deadline, nextHeadsUp(state) ?? Infinity);
  }
}

export function onDeadline(state: State, now: number): State {
  const { phase } = state;
  if (!isWaiting(phase)) return state;
  // Only the retry of the ledger is due: `next` records as soon as the story is not stalled.
  if (ledgerRetryAt(state) !== null && now < dueAt(state, phase))
    return { ...state, story: { ...state.story, stalled: false } };
  switch (phase.name) {
    case 'SETTLE': {
      const verify = { name: 'VERIFY', because: 'the change has settled', back: null } as const;
      const text = `verifying round ${state.round}`;
      return transition(state, verify, { kind: 'verifying', text }, now);
    }
    case 'AWAITING_APPROVAL': {
      const text = `nobody approved or rejected the plan by ${isoInstant(phase.deadline)}`;
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
  }
}
