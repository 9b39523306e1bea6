/** What silence means: a result, never an error. */
import type { LifecycleState } from './lifecycle-state.ts';
import { moved, toPeople } from './lifecycle-story.ts';

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
    case 'AWAITING_APPROVAL':
      return toPeople(
        state,
        `nobody approved or rejected until ${new Date(phase.deadline).toISOString()}`,
        now,
      );
    case 'HUMAN_REVIEW': {
      // The escalation ladder's place: until it exists the same team is asked again, and the delay is counted.
      const overdue = phase.overdue + 1;
      const deadline = now + state.timetable.review[state.severity] * 1000;
      const text = `no decision in time (${overdue}): ${phase.reason}`;
      return moved(
        { ...state, reviewBy: deadline },
        { ...phase, deadline, overdue },
        { kind: 'overdue', text },
        now,
      );
    }
    case 'TRIAGE':
    case 'REMEDIATE':
    case 'VERIFY':
    case 'CLOSE':
    case 'CLOSED':
      return state;
  }
}
