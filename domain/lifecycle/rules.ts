/**
 * Which rules a lifecycle follows. Histories replay on today's code, so what was decided under earlier rules has to be
 * decided again in the same way; everything after that follows today's.
 */
import type { LifecycleEvent } from './events.ts';
import { reduce } from './machine.ts';
import { RULES } from './state.ts';
import type { State } from './state.ts';

/** The rules with which a run begins. They differ from today's only once people have a say. */
export const FIRST_RULES = 1;

/**
 * As `reduce`, by today's rules from the first event after which they matter. `mayRenew` is asked only then, because
 * the answer is recorded in the history; false while a history replays that did not record it.
 */
export function reduceByTodaysRules(
  before: State,
  event: LifecycleEvent,
  { now, mayRenew }: { readonly now: number; readonly mayRenew: () => boolean },
): State {
  const after = reduce(before, event, now);
  const matters = after.rules < RULES && peopleHaveASay(after);
  return matters && mayRenew() ? reduce(withTodaysRules(before), event, now) : after;
}

function peopleHaveASay({ review, held, exception, undo, undone }: State): boolean {
  const undoing = (undo ?? null) !== null;
  return review !== null || held || exception !== null || undoing || (undone ?? null) !== null;
}

/** Rules 1 did not remember whether people have it, so what may have been with them is. */
function withTodaysRules(state: State): State {
  const { phase, undo } = state;
  const renewed = { ...state, rules: RULES };
  // A lifecycle that began for an undo is only being looked into.
  const begins = undo?.checked === false;
  if (begins || !peopleHaveASay(state)) return renewed;
  const before = 'it was with people, or accepted, before Closeloop remembered why';
  return { ...renewed, withPeople: phase.name === 'HUMAN_REVIEW' ? phase.reason : before };
}
