/**
 * Until when people have to decide, whatever they send meanwhile. A claim, an assignment, a check, a rejection or a
 * request that nobody confirms makes no time; a decision that was carried out does: a write, an acceptance, a merge.
 */
import { compareSeverity } from '../finding.ts';
import { WAITS_FOR_PEOPLE } from '../notice.ts';
import { UNASSIGNED } from '../ownership.ts';
import type { AwaitingApproval, AwaitingMerge, Due, HumanReview, State } from './state.ts';
import { isWaiting } from './state.ts';

type WaitForPeople = AwaitingApproval | AwaitingMerge | HumanReview;

/** Begins with the first wait for people; later waits end no later than what it allows. */
export function keepDue(state: State, now: number): State {
  const { phase } = state;
  if (state.rules < 3 || !isForPeople(phase)) return state;
  const due = state.due ?? startDue(state, phase, now);
  return due === null ? state : withinDue(state, phase, updateDue(state, due, phase, now), now);
}

/** A decision was carried out: what follows has its own time. */
export function endDue(state: State): State {
  return state.due === undefined ? state : { ...state, due: null };
}

/** True when no message gives more time: all levels together had theirs. */
export function isPastLatest({ due }: State, now: number): boolean {
  return due !== undefined && due !== null && now >= due.latest;
}

/** Null while nobody knows the owner: then triage is tried again, and people have no say yet. */
function startDue(state: State, phase: WaitForPeople, now: number): Due | null {
  const { review, owner, severity } = state;
  if (owner === null) return null;
  // A level before this one had missed its deadline, before Closeloop remembered it. What ended is made up for.
  const ended = state.due === null;
  const missed = !ended && review !== null && (review.rung > 0 || review.overdue > 0);
  const first = missed ? review.since : phase.deadline;
  return { first, who: decidersOf(state), latest: latestEnd(state, phase, now), severity };
}

/** Who misses the first deadline is who has it when it passes. A raised severity has less time in all. */
function updateDue(state: State, due: Due, phase: WaitForPeople, now: number): Due {
  const { severity } = state;
  const raised = compareSeverity(severity, due.severity) > 0;
  const latest = raised ? Math.min(due.latest, latestEnd(state, phase, now)) : due.latest;
  if (now >= due.first) return raised ? { ...due, latest, severity } : due;
  const who = decidersOf(state);
  const first = Math.min(due.first, phase.deadline, latest);
  const same = !raised && who === due.who && first === due.first;
  return same ? due : { first, who, latest, severity };
}

/** The present wait ends with the first deadline, or else with the latest end. */
function withinDue(state: State, phase: WaitForPeople, due: Due, now: number): State {
  const { review } = state;
  const end = now < due.first ? due.first : now < due.latest ? due.latest : Infinity;
  // The approval of what a person asked for in human review waits no longer than that review does.
  const level = phase.name === 'AWAITING_APPROVAL' ? (review?.deadline ?? Infinity) : Infinity;
  const deadline = Math.min(phase.deadline, end, level);
  if (deadline === phase.deadline) return state.due === due ? state : { ...state, due };
  const shorter =
    review !== null && phase.name === 'HUMAN_REVIEW' ? { ...review, deadline } : review;
  return { ...state, due, phase: { ...phase, deadline }, review: shorter };
}

/** The escalation levels follow the wait for an approval or a merge. */
function latestEnd({ timetable, severity }: State, phase: WaitForPeople, now: number): number {
  const { ladder, inAll } = timetable;
  const levels = ladder.reduce((sum, { seconds }) => sum + seconds[severity], 0);
  const began = phase.name === 'HUMAN_REVIEW' ? now : phase.deadline;
  return began + (inAll?.[severity] ?? levels) * 1000;
}

function isForPeople(phase: State['phase']): phase is WaitForPeople {
  return isWaiting(phase) && WAITS_FOR_PEOPLE.includes(phase.name);
}

/** Who has to decide now: a level, the owning team, or the reviewers of a pull request. */
export function decidersOf(state: State): string {
  const { phase, code } = state;
  if (phase.name === 'AWAITING_APPROVAL') return owningTeam(state);
  if (phase.name === 'AWAITING_MERGE')
    return `the reviewers of ${code?.pull?.place.repository ?? 'the repository'}`;
  return levelOf(state);
}

/** The people of the present escalation level, or of the first before human review. */
export function levelOf(state: State): string {
  return state.timetable.ladder[state.review?.rung ?? 0]?.who ?? owningTeam(state);
}

/** The default team decides about what nobody owns. */
export function owningTeam({ owner }: State): string {
  return owner === null || owner.team === UNASSIGNED ? 'the default team' : owner.team;
}
