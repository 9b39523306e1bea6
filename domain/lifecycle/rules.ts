/**
 * Which rules a lifecycle follows. Histories replay on today's code, so what was decided under earlier rules has to be
 * decided again in the same way; everything after that follows today's.
 */
import { keepDue } from './due.ts';
import type { LifecycleEvent } from './events.ts';
import { reduce } from './machine.ts';
import { RULES } from './state.ts';
import type { State } from './state.ts';

/** The rules with which a run begins. They differ from today's only once people have a say. */
export const FIRST_RULES = 1;

/**
 * As `reduce`, by today's rules from the first event after which they matter. `mayFollow` is asked only then, for the
 * newest first, because the answer is recorded in the history; false while a history replays that did not record it.
 */
export function reduceByTodaysRules(
  before: State,
  event: LifecycleEvent,
  { now, mayFollow, mayAskAgain }: Asks,
): State {
  const told = planIsAway(before, event) && mayAskAgain() ? planAgain(event) : event;
  const after = reduce(before, told, now);
  if (after.rules >= RULES || !peopleHaveASay(after)) return after;
  const rules = newerThan(after.rules).find(mayFollow);
  if (rules === undefined) return after;
  // The deadline that stands before this event is the first one.
  const renewed = reduce(keepDue(withRules(rules, before), now), told, now);
  // Today's rules moved it to human review, and with it the decision that somebody has just sent.
  const isLost = after.pending !== null && renewed.phase.name === 'HUMAN_REVIEW';
  return isLost && renewed.pending === null && mayAskAgain()
    ? { ...renewed, pending: after.pending }
    : renewed;
}

/** The newest first. */
function newerThan(rules: number): readonly number[] {
  return Array.from({ length: RULES - rules }, (_, n) => RULES - n);
}

interface Asks {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly mayFollow: (rules: number) => boolean;
  /** The same about plans that waited when a release began to store them, and decisions that waited at a renewal. */
  readonly mayAskAgain: () => boolean;
}

/** Somebody asks for a check where a plan waits that the ledger does not hold. */
function planIsAway({ phase, plan, undo, pending }: State, { type }: LifecycleEvent): boolean {
  const waits = phase.name === 'AWAITING_APPROVAL' || phase.name === 'HUMAN_REVIEW';
  const isFix = (undo ?? null) === null && pending === null;
  return type === 'recheck' && waits && isFix && plan !== null && plan.stored !== true;
}

function planAgain(event: LifecycleEvent): LifecycleEvent {
  return event.type === 'recheck' ? { ...event, planAgain: true } : event;
}

function peopleHaveASay({ review, held, exception, undo, undone }: State): boolean {
  const undoing = (undo ?? null) !== null;
  return review !== null || held || exception !== null || undoing || (undone ?? null) !== null;
}

/** Rules 1 did not remember whether people have it, so what may have been with them is. */
function withRules(rules: number, state: State): State {
  const { phase, undo } = state;
  const renewed = { ...state, rules };
  if (state.rules >= 2) return renewed;
  // A lifecycle that began for an undo is only being looked into.
  const begins = undo?.checked === false;
  if (begins || !peopleHaveASay(state)) return renewed;
  const before = 'it was with people, or accepted, before Closeloop remembered why';
  return { ...renewed, withPeople: phase.name === 'HUMAN_REVIEW' ? phase.reason : before };
}
