/** What silence means: a result, never an error. */
import { nextHeadsUp, onExceptionDeadline } from './lifecycle-exceptions.ts';
import { nextReminder, onReviewDeadline, toPeople } from './lifecycle-review.ts';
import type { LifecycleState, WaitPhase } from './lifecycle-state.ts';
import { moved } from './lifecycle-story.ts';
import { isUndoing, undoOff } from './lifecycle-undo.ts';

/** When a waiting lifecycle has something to do by itself, epoch milliseconds: at its deadline, or at a reminder before. */
export function wakeAt(state: LifecycleState, phase: WaitPhase): number {
  const reminder = phase.name === 'HUMAN_REVIEW' ? nextReminder(state) : null;
  const headsUp = phase.name === 'ACCEPTED' ? nextHeadsUp(state) : null;
  return Math.min(phase.deadline, reminder ?? headsUp ?? phase.deadline);
}

export function onDeadline(state: LifecycleState, now: number): LifecycleState {
  const { phase } = state;
  switch (phase.name) {
    case 'SETTLE':
      return moved(
        state,
        { name: 'VERIFY', because: 'the change has settled', back: null },
        { kind: 'verifying', text: `checking round ${state.round}` },
        now,
      );
    case 'AWAITING_APPROVAL': {
      const text = `nobody approved or rejected until ${new Date(phase.deadline).toISOString()}`;
      return isUndoing(state) ? undoOff(state, text, now) : toPeople(state, text, now);
    }
    case 'HUMAN_REVIEW':
      return onReviewDeadline(state, now);
    case 'ACCEPTED':
      return onExceptionDeadline(state, now);
    case 'TRIAGE':
    case 'REMEDIATE':
    case 'VERIFY':
    case 'SUPPRESS':
    case 'REOPEN':
    case 'CLOSE':
    case 'CLOSED':
      return state;
  }
}
