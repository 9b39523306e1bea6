import type { EscalationLevel } from '../decision.ts';
/** The escalation ladder: each rung of people has a deadline, and going to and fro between phases buys no time. */
import type { Owner } from '../ownership.ts';
import { spreadEarlier } from '../spread.ts';
import type { LifecycleState, Phase, Review } from './state.ts';
import { cut, transition, appendStory } from './story.ts';

/** Handed to people, with a deadline by severity: the first rung, or the one that had it before. */
export function toHumanReview(state: LifecycleState, reason: string, now: number): LifecycleState {
  const review = state.review ?? startReview(state, 0, now);
  const phase: Phase = { name: 'HUMAN_REVIEW', deadline: review.deadline, reason: cut(reason) };
  const left = { ...state, pending: null, request: null, review };
  return transition(left, phase, { kind: 'people', text: reason }, now);
}

/** Who is asked now. */
function currentLevel({ review, timetable }: LifecycleState): EscalationLevel {
  const { ladder } = timetable;
  const rung = ladder[Math.min(review?.rung ?? 0, ladder.length - 1)];
  return rung ?? DEFAULT_LEVEL;
}

/** More serious than before: whoever is asked has less time. Null while it is not with people. */
export function shortenReview(state: LifecycleState, now: number): Review | null {
  const { review } = state;
  if (review === null) return null;
  const fresh = startReview(state, review.rung, now);
  return fresh.deadline < review.deadline ? { ...fresh, overdue: review.overdue } : review;
}

/** Another team is asked, from its first rung. */
export function reassign(
  state: LifecycleState,
  { owner, ladder }: { readonly owner: Owner; readonly ladder: readonly EscalationLevel[] },
  now: number,
): LifecycleState {
  const given = { ...state, owner, assigned: owner, timetable: { ...state.timetable, ladder } };
  if (given.phase.name !== 'HUMAN_REVIEW') return given;
  const review = startReview(given, 0, now);
  return { ...given, review, phase: { ...given.phase, deadline: review.deadline } };
}

/** When something has to happen in HUMAN_REVIEW: a reminder, or the end of the rung's time. */
export function nextReminder({ review, timetable, workflowId }: LifecycleState): number | null {
  if (review === null) return null;
  const part = timetable.remindAt[review.reminded];
  if (part === undefined) return null;
  const at = review.since + (review.deadline - review.since) * part;
  return spreadEarlier(at, review.since, workflowId);
}

/** A reminder, or the next rung; the last rung is asked again and counts as overdue. */
export function onReviewDeadline(state: LifecycleState, now: number): LifecycleState {
  const { review, phase } = state;
  if (review === null || phase.name !== 'HUMAN_REVIEW') return state;
  if (now < review.deadline) return remind(state, review, now);
  if (state.owner === null) return retryTriage(state, review, now);
  const last = state.timetable.ladder.length - 1;
  if (review.rung < last) return escalate(state, review, now);
  const overdue = review.overdue + 1;
  const text = `no decision in time (${overdue}): ${phase.reason}`;
  return continueReview(
    state,
    { ...startReview(state, last, now), overdue },
    { kind: 'overdue', text, now },
  );
}

/**
 * No triage has succeeded yet: nobody knows whose it is and what policy says, so it is tried again instead of asking
 * ever the same; first after an hour, then after twice as long each time, and at least once a day.
 */
function retryTriage(state: LifecycleState, before: Review, now: number): LifecycleState {
  if (state.phase.name !== 'HUMAN_REVIEW') return state;
  const overdue = before.overdue + 1;
  const wait = Math.min(HOUR * 2 ** overdue, DAY);
  const review = { ...startReview(state, 0, now), deadline: now + wait * 1000, overdue };
  const text = `nobody decided in time (${overdue}), and it is not triaged: trying again; ${state.phase.reason}`;
  return transition(
    { ...state, review },
    { name: 'TRIAGE' },
    { kind: 'overdue', text: cut(text) },
    now,
  );
}

function remind(state: LifecycleState, review: Review, now: number): LifecycleState {
  const text = `${currentLevel(state).who} has until ${new Date(review.deadline).toISOString()}`;
  const next = { ...state, review: { ...review, reminded: review.reminded + 1 } };
  return appendStory(next, { kind: 'reminded', text }, now);
}

function escalate(state: LifecycleState, { rung }: Review, now: number): LifecycleState {
  const from = currentLevel(state).who;
  const review = startReview(state, rung + 1, now);
  const text = `${from} did not decide in time; now ${currentLevel({ ...state, review }).who}`;
  return continueReview(state, review, { kind: 'escalated', text, now });
}

function continueReview(
  state: LifecycleState,
  review: Review,
  { kind, text, now }: { kind: 'escalated' | 'overdue'; text: string; now: number },
): LifecycleState {
  if (state.phase.name !== 'HUMAN_REVIEW') return state;
  const phase = { ...state.phase, deadline: review.deadline };
  return transition({ ...state, review }, phase, { kind, text }, now);
}

function startReview({ timetable, severity }: LifecycleState, rung: number, now: number): Review {
  const seconds = (timetable.ladder[rung] ?? DEFAULT_LEVEL).seconds[severity];
  return { rung, since: now, deadline: now + seconds * 1000, reminded: 0, overdue: 0 };
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Never asked: a ladder has at least one rung. */
const DEFAULT_LEVEL: EscalationLevel = {
  who: 'the default team',
  seconds: { CRITICAL: HOUR, HIGH: HOUR, MEDIUM: HOUR, LOW: HOUR, INFORMATIONAL: HOUR },
};
