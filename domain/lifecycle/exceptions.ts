/** Accepted: Security Hub is told, the lifecycle sleeps, and what was accepted comes back when its time is over. */
import type { Decision } from '../decision.ts';
import { headsUpAt, parseInstant } from '../exception.ts';
import type { Exception } from '../exception.ts';
import { compareSeverity } from '../finding.ts';
import { spreadEarlier } from '../spread.ts';
import type { HubResult } from './events.ts';
import { toHumanReview } from './review.ts';
import type { LifecycleState } from './state.ts';
import { transition, appendStory } from './story.ts';

/** Granted, or extended: `asker` is the person who asked first where a second one confirmed. */
export function toSuppress(
  state: LifecycleState,
  { decision, asker }: { readonly decision: Decision; readonly asker: Decision | null },
  now: number,
): LifecycleState {
  const until = parseInstant(decision.until);
  if (until === null) return state;
  const exception: Exception = {
    id: decision.id,
    by: asker?.actor ?? decision.actor,
    confirmedBy: asker === null ? null : decision.actor,
    why: asker?.why ?? decision.why,
    since: state.exception?.since ?? now,
    until,
    severity: state.severity,
    headsUps: 0,
  };
  const kind = state.exception === null ? 'accepted' : 'extended';
  const text = `${kind} until ${decision.until ?? ''}: ${exception.why}`;
  const granted = { ...state, exception, request: null, pending: null, approval: null };
  const telling = { kind, actor: decision.actor, text } as const;
  return transition(granted, { name: 'SUPPRESS' }, telling, now);
}

export function onSuppressed(
  state: LifecycleState,
  result: HubResult,
  now: number,
): LifecycleState {
  if (state.phase.name !== 'SUPPRESS' || state.exception === null) return state;
  const { exception } = state;
  if (result.status === 'refused')
    return toHumanReview(
      { ...state, exception: null },
      `accepted by ${exception.by}, but Security Hub refused: ${refusalsInWords(result)}`,
      now,
    );
  if (compareSeverity(state.severity, exception.severity) > 0)
    return toReopen(state, { reason: severityRaised(state, exception), to: 'HUMAN_REVIEW' }, now);
  const text = ['Security Hub shows it as SUPPRESSED', ...result.remarks].join('; ');
  // A destiny for now: what people owed is done, and a return asks them anew.
  const asleep = { ...state, review: null, held: false, failure: null };
  return transition(
    asleep,
    { name: 'ACCEPTED', deadline: exception.until },
    { kind: 'accepted', text },
    now,
  );
}

/** The exception is over, for whatever reason: what was accepted comes back. */
export function toReopen(
  state: LifecycleState,
  { reason, to, actor }: { reason: string; to: 'TRIAGE' | 'HUMAN_REVIEW'; actor?: string },
  now: number,
): LifecycleState {
  const kind = actor === undefined ? 'expired' : 'revoked';
  const telling = { kind, text: reason, ...(actor === undefined ? {} : { actor }) } as const;
  return transition(
    { ...state, pending: null, request: null },
    { name: 'REOPEN', reason, to },
    telling,
    now,
  );
}

/** It goes on even where Security Hub refused: nobody must be able to keep an exception alive by a failure. */
export function onReopened(state: LifecycleState, result: HubResult, now: number): LifecycleState {
  if (state.phase.name !== 'REOPEN') return state;
  const { reason, to } = state.phase;
  const refused =
    result.status === 'refused' ? `; Security Hub refused NEW: ${refusalsInWords(result)}` : '';
  return leaveException(
    state,
    { reason: `${reason}${refused}`, to: refused === '' ? to : 'HUMAN_REVIEW' },
    now,
  );
}

/** Out of the exception, into what follows it. A second write in an episode is a new round. */
export function leaveException(
  state: LifecycleState,
  { reason, to }: { reason: string; to: 'TRIAGE' | 'HUMAN_REVIEW' },
  now: number,
): LifecycleState {
  const round = state.wrote ? state.round + 1 : state.round;
  const free = { ...state, exception: null, round };
  if (to === 'HUMAN_REVIEW') return toHumanReview(free, reason, now);
  return transition(
    free,
    { name: 'TRIAGE' },
    { kind: 'expired', text: `looking again: ${reason}` },
    now,
  );
}

/** The next heads-up, else the end. */
export function nextHeadsUp({ exception, timetable, workflowId }: LifecycleState): number | null {
  if (exception === null) return null;
  const at = headsUpAt(exception, timetable.acceptance);
  return at === null ? null : spreadEarlier(at, exception.since, workflowId);
}

/** Told before it ends, or ended. Heads-ups that would lie before the acceptance itself are left out. */
export function onExceptionDeadline(state: LifecycleState, now: number): LifecycleState {
  const { exception } = state;
  if (exception === null || state.phase.name !== 'ACCEPTED') return state;
  if (now >= exception.until) {
    const reason = `the exception of ${exception.by} ended at ${iso(exception.until)}`;
    return toReopen(state, { reason, to: 'TRIAGE' }, now);
  }
  const next = { ...state, exception: { ...exception, headsUps: exception.headsUps + 1 } };
  const text = `the exception of ${exception.by} ends at ${iso(exception.until)}: fix it, extend it, or it comes back`;
  return appendStory(next, { kind: 'expiring', text }, now);
}

/** Got worse while it slept: who accepted it did not accept this. */
export function severityRaised({ severity }: LifecycleState, exception: Exception): string {
  return `${exception.by} accepted it as ${exception.severity}, now it is ${severity}`;
}

function refusalsInWords({ refusals }: HubResult & { status: 'refused' }): string {
  return refusals.map((r) => `${r.code} for ${r.finding.id}: ${r.message}`).join('; ');
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
