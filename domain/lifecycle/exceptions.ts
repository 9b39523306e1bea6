/** Accepted findings: Closeloop writes SUPPRESSED to Security Hub, sleeps, and reopens the finding at the end. */
import type { Decision, RefusedFinding } from '../decision.ts';
import { headsUpAt, parseInstant, REVOCATION } from '../exception.ts';
import type { Exception } from '../exception.ts';
import { compareSeverity } from '../finding.ts';
import { spreadEarlier } from '../spread.ts';
import { isoMinute } from '../text.ts';
import { endDue } from './due.ts';
import type { HubResult } from './events.ts';
import { handOver } from './people.ts';
import { toHumanReview } from './review.ts';
import type { ExceptionEnd, State } from './state.ts';
import { transition, appendStory } from './story.ts';

/** Grants or extends an exception. `request` is the first person's decision, where a second person confirmed it. */
export function toSuppress(
  state: State,
  { decision, request }: { readonly decision: Decision; readonly request: Decision | null },
  now: number,
): State {
  const until = parseInstant(decision.until);
  if (until === null) return state;
  const exception: Exception = {
    id: decision.id,
    by: request?.actor ?? decision.actor,
    confirmedBy: request === null ? null : decision.actor,
    why: request?.why ?? decision.why,
    since: state.exception?.since ?? now,
    until,
    severity: state.severity,
    headsUps: 0,
  };
  const kind = state.exception === null ? 'accepted' : 'extended';
  const text = `${kind} until ${decision.until ?? ''}: ${exception.why}`;
  const granted = { ...state, exception, request: null, pending: null, approval: null };
  return transition(granted, { name: 'SUPPRESS' }, { kind, actor: decision.actor, text }, now);
}

export function onSuppressed(state: State, result: HubResult, now: number): State {
  if (state.phase.name !== 'SUPPRESS' || state.exception === null) return state;
  const { exception } = state;
  if (result.status === 'refused') {
    const { because } = result;
    const reason =
      because === undefined
        ? `accepted by ${exception.by}, but Security Hub refused to show it as SUPPRESSED: ${refusalsInWords(result)}`
        : `accepted by ${exception.by}, but not written to Security Hub as SUPPRESSED: ${because}`;
    return toHumanReview({ ...state, exception: null }, reason, now);
  }
  if (compareSeverity(state.severity, exception.severity) > 0)
    return toReopen(state, { reason: severityRaised(state, exception), ...BEFORE_ITS_TIME }, now);
  const text = ['Security Hub shows it as SUPPRESSED', ...result.remarks].join('; ');
  // Accepted is a destiny: people have decided, and if the finding comes back they get new deadlines.
  const accepted = { ...endDue(state), review: null, held: false, failure: null };
  const phase = { name: 'ACCEPTED', deadline: exception.until } as const;
  return transition(accepted, phase, { kind: 'accepted', text }, now);
}

const BEFORE_ITS_TIME = { to: 'HUMAN_REVIEW', how: 'ended' } as const;

/** One person ends the exception. Everybody reads who had accepted it. */
export function onRevoked(state: State, { actor, why }: Decision, now: number): State {
  const accepted = `accepted by ${signersInWords(state)}`;
  const reason = `revoked by ${actor}, ${accepted}: ${why}`;
  const ended = endEarly(state, reason);
  return toReopen(ended, { reason, to: 'TRIAGE', how: 'revoked', actor }, now);
}

/** Before its time, so policy says who goes on: people, or the remediation table. Triage reads the resource first. */
export function endEarly(state: State, reason: string): State {
  const { exception, severity, timetable } = state;
  const { fourEyesFrom, revoked = REVOCATION } = timetable.acceptance;
  const needsTwo = fourEyesFrom !== null && compareSeverity(severity, fourEyesFrom) >= 0;
  const ofTwo = needsTwo || (exception?.confirmedBy ?? null) !== null;
  const next = ofTwo ? revoked.ofTwo : revoked.ofOne;
  return next === 'people' ? handOver(state, reason) : state;
}

/** Who accepted it. */
export function signersInWords({ exception }: State): string {
  const { by = '', confirmedBy = null } = exception ?? {};
  return confirmedBy === null ? by : `${by} and ${confirmedBy}`;
}

interface Reopening {
  readonly reason: string;
  readonly to: 'TRIAGE' | 'HUMAN_REVIEW';
  readonly how: ExceptionEnd;
  /** Who ended it; absent where nobody did. */
  readonly actor?: string;
}

/** Ends the exception, for whatever reason, and reopens the finding. */
export function toReopen(state: State, { reason, to, how, actor }: Reopening, now: number): State {
  const entry = { kind: how, text: reason, ...(actor === undefined ? {} : { actor }) } as const;
  const decided = { ...state, pending: null, request: null };
  return transition(decided, { name: 'REOPEN', reason, to, how }, entry, now);
}

/** The exception is over even if Security Hub refused NEW: a failure must not keep an exception alive. */
export function onReopened(state: State, result: HubResult, now: number): State {
  if (state.phase.name !== 'REOPEN') return state;
  const { reason, to, how } = state.phase;
  if (result.status === 'done') return leaveException(state, { reason, to, how }, now);
  const refused = `${reason}; Security Hub refused NEW: ${result.because ?? refusalsInWords(result)}`;
  return leaveException(state, { reason: refused, to: 'HUMAN_REVIEW' }, now);
}

/** What follows the exception. A second write in an episode is a new round. */
export function leaveException(
  state: State,
  {
    reason,
    to,
    how = 'expired',
  }: Omit<Reopening, 'how'> & { readonly how?: ExceptionEnd | undefined },
  now: number,
): State {
  const round = state.wrote ? state.round + 1 : state.round;
  const ended = { ...state, exception: null, round };
  if (to === 'HUMAN_REVIEW') return toHumanReview(ended, reason, now);
  const text = `triage starts again: ${reason}`;
  return transition(ended, { name: 'TRIAGE' }, { kind: how, text }, now);
}

/** When the next heads-up before the end is due, epoch milliseconds; null when none is left. */
export function nextHeadsUp({ exception, timetable, workflowId }: State): number | null {
  if (exception === null) return null;
  const at = headsUpAt(exception, timetable.acceptance);
  return at === null ? null : spreadEarlier(at, exception.since, workflowId);
}

/** Gives a heads-up, or ends the exception. */
export function onExceptionDeadline(state: State, now: number): State {
  const { exception } = state;
  if (exception === null || state.phase.name !== 'ACCEPTED') return state;
  if (now >= exception.until) {
    const reason = `the exception of ${exception.by} ended at ${isoMinute(exception.until)}`;
    return toReopen(state, { reason, to: 'TRIAGE', how: 'expired' }, now);
  }
  const next = { ...state, exception: { ...exception, headsUps: exception.headsUps + 1 } };
  const text = `the exception of ${exception.by} ends at ${isoMinute(exception.until)}; then the finding is open again, unless it is fixed or extended`;
  return appendStory(next, { kind: 'expiring', text }, now);
}

/** A raised severity ends the exception: nobody accepted that severity. */
export function severityRaised({ severity }: State, exception: Exception): string {
  return `${exception.by} accepted it as ${exception.severity}, now it is ${severity}`;
}

/** Why Security Hub refused an update, finding by finding. */
export function refusalsInWords(result: { readonly refusals: readonly RefusedFinding[] }): string {
  return result.refusals.map((r) => `${r.code} for ${r.finding.id}: ${r.message}`).join('; ');
}
