/**
 * The state machine of a scoped exception: one security lead requests it, a second one confirms it, and it is in force
 * until a date. `reduceScoped` says what an event changes, `nextScoped` what to do now; both are pure.
 */
import type { Answer } from '../decision.ts';
import type { Scope } from '../scope.ts';
import { isoInstant } from '../text.ts';
import { onScopedChecked, onScopedDecision } from './decisions.ts';
import { SCOPED_RULES, SCOPED_SCHEMA } from './state.ts';
import type { ScopedCheck, ScopedDecision, ScopedState } from './state.ts';
import { endScoped, appendScopedStory } from './story.ts';

export type ScopedWork = 'checkScopedDecision' | 'recordException' | 'wakeCovered';

export type ScopedStep =
  | { readonly do: ScopedWork }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'end' };

export type ScopedEvent =
  | { readonly type: 'decision'; readonly decision: ScopedDecision }
  | { readonly type: 'answered'; readonly id: string; readonly answer: Answer }
  | { readonly type: 'checked'; readonly id: string; readonly check: ScopedCheck }
  | { readonly type: 'recorded'; readonly seq: number }
  | { readonly type: 'woken'; readonly because: string }
  | { readonly type: 'deadline' }
  | { readonly type: 'failed'; readonly work: ScopedWork; readonly failure: string };

/** A run that gets no request ends after this. Milliseconds. */
const IDLE_RUN = 10 * 60_000;
/** The wait before a failed activity runs again, after its own attempts of a day. Milliseconds. */
const RETRY_AFTER = 60 * 60_000;

export function beginScoped(
  { id, scope, opener }: { readonly id: string; readonly scope: Scope; readonly opener: string },
  now: number,
): ScopedState {
  return {
    schema: SCOPED_SCHEMA,
    rules: SCOPED_RULES,
    id,
    opener,
    scope,
    phase: { name: 'NEW', deadline: now + IDLE_RUN },
    policy: null,
    pending: null,
    request: null,
    grant: null,
    matched: null,
    wake: null,
    retryAt: null,
    seq: 0,
    unwritten: [],
    handled: [],
    answers: [],
  };
}

/** What `event` changes. An event that makes no sense in the present status changes nothing. */
export function reduceScoped(state: ScopedState, event: ScopedEvent, now: number): ScopedState {
  switch (event.type) {
    case 'decision':
      return onScopedDecision(state, event.decision, now);
    case 'answered': {
      const { id, answer } = event;
      return { ...state, answers: [...state.answers, { id, answer }].slice(-16) };
    }
    case 'checked':
      return onScopedChecked(state, event, now);
    case 'recorded':
      return { ...state, unwritten: state.unwritten.filter(({ seq }) => seq > event.seq) };
    case 'woken':
      return state.wake === event.because ? { ...state, wake: null } : state;
    case 'deadline':
      return onDeadline(state, now);
    case 'failed':
      return onFailed(state, event, now);
  }
}

/** What to do now. The ledger is written before lifecycles are sent to read it. */
export function nextScoped(state: ScopedState): ScopedStep {
  const { phase, pending, unwritten, wake, retryAt } = state;
  if (pending !== null) return { do: 'checkScopedDecision' };
  const until = phase.name === 'ENDED' ? Infinity : wakesAt(state, phase.deadline);
  const unfinished = unwritten.length > 0 || wake !== null;
  if (unfinished && retryAt !== null) return { do: 'wait', until: Math.min(until, retryAt) };
  if (unwritten.length > 0) return { do: 'recordException' };
  if (wake !== null) return { do: 'wakeCovered' };
  return phase.name === 'ENDED' ? { do: 'end' } : { do: 'wait', until };
}

/** Its end, a heads-up before it, or the end of a request, whichever comes first. Epoch milliseconds. */
function wakesAt({ request, grant, policy }: ScopedState, deadline: number): number {
  const before = policy?.headsUp[grant?.headsUps ?? 0];
  const headsUp = grant === null || before === undefined ? deadline : grant.until - before * 1000;
  return Math.min(deadline, headsUp, request?.deadline ?? deadline);
}

function onDeadline(before: ScopedState, now: number): ScopedState {
  const { retryAt } = before;
  const state = retryAt !== null && now >= retryAt ? { ...before, retryAt: null } : before;
  const { phase, request, grant } = state;
  if (phase.name === 'ENDED') return state;
  if (now >= phase.deadline) return onPhaseDeadline(state, now);
  if (request !== null && now >= request.deadline) {
    const text = `nobody confirmed the request of ${request.by} in time: nothing changes`;
    return appendScopedStory({ ...state, request: null }, { kind: 'decision-refused', text }, now);
  }
  if (grant === null || now < wakesAt({ ...state, request: null }, phase.deadline)) return state;
  const next = { ...state, grant: { ...grant, headsUps: grant.headsUps + 1 } };
  const text = `the exception of ${grant.by} and ${grant.confirmedBy} ends at ${isoInstant(grant.until)}; then its findings are open again, unless it is extended`;
  return appendScopedStory(next, { kind: 'expiring', text }, now);
}

/** Lifecycles under it have the same end and reopen by themselves, so they get no message. */
function onPhaseDeadline(state: ScopedState, now: number): ScopedState {
  switch (state.phase.name) {
    case 'NEW':
      return { ...state, phase: { name: 'ENDED', how: 'declined' } };
    case 'ASKED':
      return endScoped(state, { how: 'declined', text: 'nobody confirmed it in time' }, now);
    case 'ACTIVE':
    case 'ENDED':
      return endScoped(state, { how: 'expired', text: 'the exception expired' }, now);
  }
}

function onFailed(
  state: ScopedState,
  { work, failure }: ScopedEvent & { readonly type: 'failed' },
  now: number,
): ScopedState {
  const later = { ...state, retryAt: now + RETRY_AFTER };
  if (work === 'recordException') return later;
  if (work === 'wakeCovered') {
    const text = `not every lifecycle could be notified, next attempt in an hour: ${failure}`;
    return appendScopedStory(later, { kind: 'failed', text }, now);
  }
  const text = `the decision could not be checked, please send it again: ${failure}`;
  const actor = state.pending?.actor ?? 'somebody';
  const unchecked = { ...state, pending: null };
  return appendScopedStory(unchecked, { kind: 'decision-refused', actor, text }, now);
}
