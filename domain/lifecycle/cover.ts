import { WORST_COVERED } from '../scope.ts';
import type { Cover, ScopedHint } from '../scoped-exception/state.ts';
import { markHandled } from './commands.ts';
/** A wider exception covers a finding: it goes the way of an accepted one, and comes back when the scope does not hold. */
import type { TriageResult } from './events.ts';
import { toReopen, severityRaised } from './exceptions.ts';
import type { LifecycleState, WaitPhase } from './state.ts';
import { transition, appendStory } from './story.ts';

/** Heard, not believed: triage asks the ledger as soon as the lifecycle waits. */
export function onExceptionsChanged(
  before: LifecycleState,
  { id, because }: ScopedHint,
  now: number,
): LifecycleState {
  const { name } = before.phase;
  if (name === 'CLOSE' || name === 'CLOSED') return before;
  const state = markHandled(before, id);
  if (state === null) return before;
  const telling = { kind: 'rechecked', text: `a wider exception changed: ${because}` } as const;
  return appendStory({ ...state, coverAgain: because }, telling, now);
}

/** What waits for people, or sleeps under a wider exception, is triaged; what a person accepted itself is not. */
export function checkCoverIfChanged(state: LifecycleState, now: number): LifecycleState {
  const { phase, coverAgain: because = null, exception, pending } = state;
  if (because === null || pending !== null) return state;
  const sleeps = phase.name === 'ACCEPTED';
  if (phase.name !== 'HUMAN_REVIEW' && phase.name !== 'AWAITING_APPROVAL' && !sleeps) return state;
  const asked = { ...state, coverAgain: null };
  if (sleeps && exception?.scope === undefined) return asked;
  const telling = { kind: 'verifying', text: `does an exception cover it? ${because}` } as const;
  return transition(asked, { name: 'TRIAGE', back: phase }, telling, now);
}

interface Triaged {
  readonly result: TriageResult;
  /** Where it was when only this was asked. */
  readonly back: WaitPhase | null;
}

/** Null where no wider exception has a say: triage goes on as always. */
export function applyCover(
  state: LifecycleState,
  { result: { cover }, back }: Triaged,
  now: number,
): LifecycleState | null {
  const { exception } = state;
  if (cover !== undefined && state.severity !== 'CRITICAL') {
    const known = exception?.scope === cover.id && exception.until === cover.until;
    return back !== null && known ? resume(state, back, now) : toCovered(state, cover, now);
  }
  if (back === null) return null;
  if (back.name !== 'ACCEPTED') return resume(state, back, now);
  if (exception !== null && state.severity === 'CRITICAL')
    return toReopen(state, { reason: severityRaised(state, exception), to: 'HUMAN_REVIEW' }, now);
  const reason = `exception ${exception?.scope ?? ''} does not cover it any more`;
  return toReopen(state, { reason, to: 'TRIAGE' }, now);
}

/** The question could not be answered: nobody must be able to keep an exception alive by a failure. */
export function onCoverCheckFailed(
  state: LifecycleState,
  { failure, back }: { readonly failure: string; readonly back: WaitPhase },
  now: number,
): LifecycleState {
  const reason = `whether an exception covers it could not be found out: ${failure}`;
  if (back.name === 'ACCEPTED') return toReopen(state, { reason, to: 'HUMAN_REVIEW' }, now);
  return transition(state, back, { kind: 'failed', text: reason }, now);
}

function resume(state: LifecycleState, back: WaitPhase, now: number): LifecycleState {
  const telling = { kind: 'triaged', text: 'no change by a wider exception' } as const;
  return transition(state, back, telling, now);
}

/** Its own heads-ups are the scope's: one story tells people, not each finding under it. */
function toCovered(state: LifecycleState, cover: Cover, now: number): LifecycleState {
  const { id, by, confirmedBy, why, since, until } = cover;
  const headsUps = state.timetable.acceptance.headsUp.length;
  const who = { by, confirmedBy, why, since, until };
  const exception = { id, ...who, severity: WORST_COVERED, headsUps, scope: id };
  const text = `covered by exception ${id} until ${new Date(until).toISOString()} by ${by} and ${confirmedBy}: ${why}`;
  const covered = { ...state, exception, request: null, pending: null, approval: null };
  return transition(covered, { name: 'SUPPRESS' }, { kind: 'accepted', text }, now);
}
