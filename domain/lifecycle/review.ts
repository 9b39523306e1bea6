/** Human review: each escalation level has a deadline, and leaving and entering the status again does not extend it. */
import type { EscalationLevel } from '../decision.ts';
import { forEverySeverity } from '../finding.ts';
import type { Owner } from '../ownership.ts';
import { spreadEarlier } from '../spread.ts';
import { isoInstant, truncate } from '../text.ts';
import { isPastLatest } from './due.ts';
import { handOver } from './people.ts';
import type { State, Phase, Review } from './state.ts';
import { appendStory, transition } from './story.ts';

/** People have to decide, and keep it: see `people.ts`. */
export function toHumanReview(state: State, reason: string, now: number): State {
  return enterReview(handOver(state, reason), reason, now);
}

/**
 * The level decides that had the episode before, or else the first, with a deadline by severity. `kind`: `people` are
 * told; while only a request is checked they have to do nothing.
 */
export function enterReview(
  state: State,
  reason: string,
  now: number,
  kind: 'people' | 'decision-asked' = 'people',
): State {
  const review = state.review ?? startReview(state, 0, now);
  const { deadline } = review;
  const phase: Phase = { name: 'HUMAN_REVIEW', deadline, reason: truncate(reason) };
  const left = { ...state, pending: null, request: null, review };
  return transition(left, phase, { kind, text: reason }, now);
}

function currentLevel({ review, timetable }: State): EscalationLevel {
  const { ladder } = timetable;
  return ladder[Math.min(review?.rung ?? 0, ladder.length - 1)] ?? DEFAULT_LEVEL;
}

/** After a raised severity the present level has less time. Null while people do not have it. */
export function shortenReview(state: State, now: number): Review | null {
  const { review } = state;
  if (review === null) return null;
  const fresh = startReview(state, review.rung, now);
  return fresh.deadline < review.deadline ? { ...fresh, overdue: review.overdue } : review;
}

/** Gives the finding to another team. It has what is left of the present level's time. */
export function reassign(
  state: State,
  { owner, ladder }: { readonly owner: Owner; readonly ladder: readonly EscalationLevel[] },
  now: number,
): State {
  const given = { ...state, owner, assigned: owner, timetable: { ...state.timetable, ladder } };
  if (state.rules >= 3) return { ...given, review: onSameLevel(state, ladder) };
  if (given.phase.name !== 'HUMAN_REVIEW') return given;
  const review = startReview(given, 0, now);
  return { ...given, review, phase: { ...given.phase, deadline: review.deadline } };
}

/** A level that the new team has too, such as the default team, stays the one that decides. */
function onSameLevel(state: State, ladder: readonly EscalationLevel[]): Review | null {
  const { review } = state;
  if (review === null) return null;
  const { who } = currentLevel(state);
  const same = ladder.findIndex((level) => level.who === who);
  return { ...review, rung: same === -1 ? Math.min(review.rung, ladder.length - 1) : same };
}

/** When the present level is reminded next, epoch milliseconds; null when no reminder is left. */
export function nextReminder({ review, timetable, workflowId }: State): number | null {
  if (review === null) return null;
  const part = timetable.remindAt[review.reminded];
  if (part === undefined) return null;
  const at = review.since + (review.deadline - review.since) * part;
  return spreadEarlier(at, review.since, workflowId);
}

/** Reminds the present level or moves to the next. The last level is asked again and again. */
export function onReviewDeadline(state: State, now: number): State {
  const { review, phase } = state;
  if (review === null || phase.name !== 'HUMAN_REVIEW') return state;
  if (now < review.deadline) return remind(state, review, now);
  if (state.owner === null) return retryTriage(state, review, now);
  const last = state.timetable.ladder.length - 1;
  if (review.rung < last)
    return escalate(state, isPastLatest(state, now) ? last : review.rung + 1, now);
  const overdue = review.overdue + 1;
  const text = `nobody decided in time (${overdue}): ${phase.reason}`;
  const again = { ...startReview(state, last, now), overdue };
  return continueReview(state, again, { kind: 'overdue', text, now });
}

/**
 * Without a successful triage nobody knows the owner or the policies, so triage is retried instead of asking the same
 * people for ever: first after an hour, then after twice as long each time, and at least once a day.
 */
function retryTriage(state: State, before: Review, now: number): State {
  if (state.phase.name !== 'HUMAN_REVIEW') return state;
  const overdue = before.overdue + 1;
  const wait = Math.min(HOUR * 2 ** overdue, DAY);
  const review = { ...startReview(state, 0, now), deadline: now + wait * 1000, overdue };
  const text = truncate(
    `deadline ${overdue} passed without a decision; triage runs again. It waited because: ${state.phase.reason}`,
  );
  return transition({ ...state, review }, { name: 'TRIAGE' }, { kind: 'overdue', text }, now);
}

function remind(state: State, review: Review, now: number): State {
  const text = `${currentLevel(state).who} has to decide until ${isoInstant(review.deadline)}`;
  const next = { ...state, review: { ...review, reminded: review.reminded + 1 } };
  return appendStory(next, { kind: 'reminded', text }, now);
}

function escalate(state: State, rung: number, now: number): State {
  const review = startReview(state, rung, now);
  const next = currentLevel({ ...state, review }).who;
  const text = `${currentLevel(state).who} did not decide in time; now ${next} has to`;
  return continueReview(state, review, { kind: 'escalated', text, now });
}

function continueReview(
  state: State,
  review: Review,
  { kind, text, now }: { kind: 'escalated' | 'overdue'; text: string; now: number },
): State {
  if (state.phase.name !== 'HUMAN_REVIEW') return state;
  const phase = { ...state.phase, deadline: review.deadline };
  return transition({ ...state, review }, phase, { kind, text }, now);
}

function startReview({ timetable, severity }: State, rung: number, now: number): Review {
  const seconds = (timetable.ladder[rung] ?? DEFAULT_LEVEL).seconds[severity];
  return { rung, since: now, deadline: now + seconds * 1000, reminded: 0, overdue: 0 };
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Satisfies the compiler: every ladder has at least one level. */
const DEFAULT_LEVEL: EscalationLevel = {
  who: 'the default team',
  seconds: forEverySeverity(HOUR),
};
