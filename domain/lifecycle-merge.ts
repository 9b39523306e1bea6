/** The wait for the merge of a pull request: looks, reminders, and its end. */
import { codeOf } from './code-fix.ts';
import type { Severity } from './finding.ts';
import { toPeople } from './lifecycle-review.ts';
import type { AwaitingMerge, LifecycleState } from './lifecycle-state.ts';
import { moved, told } from './lifecycle-story.ts';

const DAY = 24 * 3_600_000;
/** How long a pull request may wait for its merge before people are asked, in milliseconds. */
const MERGE_WAIT: Readonly<Record<Severity, number>> = {
  CRITICAL: DAY,
  HIGH: 3 * DAY,
  MEDIUM: 7 * DAY,
  LOW: 14 * DAY,
  INFORMATIONAL: 30 * DAY,
};
/** At which parts of that time people are reminded. */
const REMIND_AT = [0.5, 0.9] as const;
/** The wait before the first look, and before any, in milliseconds: a webhook comes sooner. */
const FIRST_LOOK = 15 * 60_000;
const LONGEST_LOOK = 12 * 3_600_000;

export function toMergeWait(before: LifecycleState, text: string, now: number): LifecycleState {
  const code = { ...codeOf(before), stands: 'open' as const };
  const state = { ...before, code, request: null };
  const phase: AwaitingMerge = {
    name: 'AWAITING_MERGE',
    since: now,
    deadline: now + MERGE_WAIT[state.severity],
    lookAt: lookAt(state, code.looks, now),
    reminded: 0,
  };
  return moved(state, phase, { kind: 'proposed', text }, now);
}

/** The host could not be asked: the next look may. */
export function unseen(state: LifecycleState, failure: string, now: number): LifecycleState {
  const { phase } = state;
  if (phase.name !== 'CHECK_MERGE') return state;
  const code = { ...codeOf(state), looks: codeOf(state).looks + 1 };
  const text = `the pull request could not be looked at: ${failure}`;
  return told(waitOn({ ...state, code }, phase.back, now), { kind: 'failed', text }, now);
}

/** Back to the same wait, with a later look; who waits with people keeps its deadline. */
export function waitOn(
  state: LifecycleState,
  back: Extract<LifecycleState['phase'], { name: 'CHECK_MERGE' }>['back'],
  now: number,
): LifecycleState {
  const { looks } = codeOf(state);
  const phase =
    back.name === 'AWAITING_MERGE' ? { ...back, lookAt: lookAt(state, looks, now) } : back;
  return { ...state, phase };
}

/** More serious than before: people have less time to merge, from now on. */
export function hurriedMerge(
  phase: AwaitingMerge,
  { severity, now }: { readonly severity: Severity; readonly now: number },
): AwaitingMerge {
  return { ...phase, deadline: Math.min(phase.deadline, now + MERGE_WAIT[severity]) };
}

/** When a lifecycle that waits for a merge has something to do, epoch milliseconds. */
export function nextMergeLook(phase: AwaitingMerge): number {
  return Math.min(phase.deadline, phase.lookAt, nextReminder(phase) ?? phase.deadline);
}

export function onMergeDeadline(state: LifecycleState, now: number): LifecycleState {
  const { phase } = state;
  if (phase.name !== 'AWAITING_MERGE') return state;
  const pull = state.code?.pull?.url ?? '';
  if (now >= phase.deadline) return toPeople(state, `nobody merged or closed ${pull} in time`, now);
  if (now >= phase.lookAt) return { ...state, phase: { name: 'CHECK_MERGE', back: phase } };
  const reminder = nextReminder(phase);
  if (reminder === null || now < reminder) return state;
  const next = { ...state, phase: { ...phase, reminded: phase.reminded + 1 } };
  const until = new Date(phase.deadline).toISOString();
  return told(next, { kind: 'reminded', text: `${pull} waits for its merge until ${until}` }, now);
}

function lookAt({ timetable }: LifecycleState, looks: number, now: number): number {
  const first = timetable.mergeLook === undefined ? FIRST_LOOK : timetable.mergeLook * 1000;
  return now + Math.min(first * 2 ** Math.min(looks, 30), Math.max(first, LONGEST_LOOK));
}

function nextReminder({ since, deadline, reminded }: AwaitingMerge): number | null {
  const part = REMIND_AT[reminded];
  return part === undefined ? null : since + (deadline - since) * part;
}
