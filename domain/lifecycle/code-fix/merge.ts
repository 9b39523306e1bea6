/** AWAITING_MERGE: the wait for a pull request, with merge checks, reminders and an end. */
import { codeFixOf } from '../../code-fix.ts';
import type { Severity } from '../../finding.ts';
import { isoInstant } from '../../text.ts';
import { toHumanReview } from '../review.ts';
import { withCodeFix } from '../state.ts';
import type { AwaitingMerge, HumanReview, State } from '../state.ts';
import { transition, appendStory } from '../story.ts';

const DAY = 24 * 3_600_000;
/** Before the first merge check and between checks, in milliseconds. A webhook usually comes sooner. */
const FIRST_CHECK = 15 * 60_000;
const LONGEST_CHECK = 12 * 3_600_000;

export function toAwaitingMerge(before: State, text: string, now: number): State {
  const { lookAt: _before, ...fix } = codeFixOf(before);
  const code = { ...fix, stands: 'open' as const };
  const state = { ...before, code, request: null };
  const phase: AwaitingMerge = {
    name: 'AWAITING_MERGE',
    since: now,
    deadline: now + mergeWait(state, state.severity),
    lookAt: nextCheckAt(state, code.looks, now),
    reminded: 0,
  };
  return transition(state, phase, { kind: 'proposed', text }, now);
}

/** Back to the same wait and its deadline, with the next merge check later. */
export function resumeWait(state: State, back: AwaitingMerge | HumanReview, now: number): State {
  if (back.name === 'HUMAN_REVIEW')
    return { ...withCodeFix(state, { lookAt: now + DAY }), phase: back };
  const lookAt = nextCheckAt(state, codeFixOf(state).looks, now);
  return { ...state, phase: { ...back, lookAt } };
}

/** A pull request that is open during human review may still be merged: it is checked once a day. */
export function scheduleDailyCheck(state: State, now: number): State {
  const { phase, code } = state;
  if (phase.name !== 'HUMAN_REVIEW' || code?.stands !== 'open') return state;
  return code.lookAt === undefined ? withCodeFix(state, { lookAt: now + DAY }) : state;
}

/** When a lifecycle in human review checks its open pull request, epoch milliseconds; null when it has none. */
export function nextDailyCheck({ code }: State): number | null {
  return code?.stands === 'open' ? (code.lookAt ?? null) : null;
}

/** After a raised severity people have less time to merge. */
export function shortenMergeWait(
  phase: AwaitingMerge,
  { state, now }: { readonly state: State; readonly now: number },
): AwaitingMerge {
  const deadline = now + mergeWait(state, state.severity);
  return { ...phase, deadline: Math.min(phase.deadline, deadline) };
}

/** In milliseconds. */
function mergeWait({ timetable }: State, severity: Severity): number {
  return (timetable.merge ?? timetable.approval)[severity] * 1000;
}

/** When a lifecycle that waits for a merge next acts by itself, epoch milliseconds. */
export function nextMergeWake(state: State, phase: AwaitingMerge): number {
  return Math.min(phase.deadline, phase.lookAt, nextReminder(state, phase) ?? phase.deadline);
}

export function onMergeDeadline(state: State, now: number): State {
  const { phase } = state;
  if (phase.name !== 'AWAITING_MERGE') return state;
  const pull = state.code?.pull?.url ?? '';
  if (now >= phase.deadline)
    return toHumanReview(state, `nobody merged or closed ${pull} in time`, now);
  if (now >= phase.lookAt) return { ...state, phase: { name: 'CHECK_MERGE', back: phase } };
  const reminder = nextReminder(state, phase);
  if (reminder === null || now < reminder) return state;
  const next = { ...state, phase: { ...phase, reminded: phase.reminded + 1 } };
  const text = `${pull} waits for its merge until ${isoInstant(phase.deadline)}`;
  return appendStory(next, { kind: 'reminded', text }, now);
}

function nextCheckAt({ timetable }: State, looks: number, now: number): number {
  const first = timetable.mergeLook === undefined ? FIRST_CHECK : timetable.mergeLook * 1000;
  return now + Math.min(first * 2 ** Math.min(looks, 30), Math.max(first, LONGEST_CHECK));
}

function nextReminder(
  { timetable }: State,
  { since, deadline, reminded }: AwaitingMerge,
): number | null {
  const part = timetable.remindAt[reminded];
  return part === undefined ? null : since + (deadline - since) * part;
}
