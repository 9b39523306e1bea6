/**
 * The judge of deadlines. It looks at what the ledger shows before and after each event, and knows none of the reducer's
 * own reckoning: the end that people have moves later only when a decision was carried out.
 */
import type { LifecycleEvent } from '../../../../domain/lifecycle/events.ts';
import { ledgerRow } from '../../../../domain/lifecycle/ledger-row.ts';
import type { State } from '../../../../domain/lifecycle/state.ts';
import type { Moment } from '../four-eyes/explore.ts';

/** Why people got time by `event`; null where they got none, or a decision gave it. */
export function timeMade(after: Moment, before: Moment, event: LifecycleEvent): string | null {
  const [was, is] = [ledgerRow(before.state).due, ledgerRow(after.state).due];
  const closed = after.state.phase.name === 'CLOSED';
  if (was === undefined || closed || isCarriedOut(event, before.state))
    return tooLate(after) === null ? null : `${tooLate(after)} after ${event.type}`;
  if (is === undefined) return `${event.type} made Closeloop forget the end`;
  if (is.latest > was.latest) return `${event.type} moved the latest end`;
  if (is.first > was.first) return `${event.type} moved the first deadline`;
  const lower = levelOf(after.state) < levelOf(before.state);
  if (lower) return `${event.type} brought it back to an earlier level`;
  return tooLate(after) === null ? null : `${tooLate(after)} after ${event.type}`;
}

/** What people decided was done, or may have been, or the first triage found out whom to ask. */
function isCarriedOut(event: LifecycleEvent, before: State): boolean {
  if (event.type === 'triaged') return before.owner === null;
  if (event.type === 'failed') return event.work === 'remediate';
  if (event.type === 'mergeChecked') return event.check.status === 'merged';
  return 'result' in event && CARRIED_OUT.has(`${event.type} ${event.result.status}`);
}

const CARRIED_OUT: ReadonlySet<string> = new Set([
  'remediated succeeded',
  'remediated failed',
  'remediated interrupted',
  'suppressed done',
  'proposed open',
  'proposed joined',
  'proposed merged',
  'drafted standing',
]);

/** A wait for people ends by the latest end; after it the last level is asked, again and again. */
function tooLate({ state, now }: Moment): string | null {
  const { due, ladder, nextDeadline } = ledgerRow(state);
  if (due === undefined || nextDeadline === null || !WAITS.includes(state.phase.name)) return null;
  if (Date.parse(nextDeadline) <= Date.parse(due.latest)) return null;
  if (now < Date.parse(due.latest)) return `${state.phase.name} goes on behind the latest end`;
  const last = ladder?.level === undefined || ladder.level === ladder.levels;
  return last ? null : 'a level before the last is asked behind the latest end';
}

const WAITS: readonly string[] = ['AWAITING_APPROVAL', 'AWAITING_MERGE', 'HUMAN_REVIEW'];

/** The escalation level that has it, or had it before a check or another wait. */
function levelOf({ review }: State): number {
  return review?.rung ?? 0;
}
