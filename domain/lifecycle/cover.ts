/**
 * Scoped exceptions over single findings. A covered finding is treated as an accepted one; it comes back when the
 * exception ends or its scope does not match any more.
 */
import { WORST_COVERED } from '../scope.ts';
import type { Cover, ScopedHint } from '../scoped-exception/state.ts';
import { isoInstant } from '../text.ts';
import { markHandled } from './commands.ts';
import type { TriageResult } from './events.ts';
import { endEarly, severityRaised, signersInWords, toReopen } from './exceptions.ts';
import type { State, WaitPhase } from './state.ts';
import { appendStory, transition } from './story.ts';

/** The message is only a hint: triage asks the ledger as soon as the lifecycle waits. */
export function onExceptionsChanged(
  before: State,
  { id, because }: ScopedHint,
  now: number,
): State {
  const { name } = before.phase;
  if (name === 'CLOSE' || name === 'CLOSED') return before;
  const state = markHandled(before, id);
  if (state === null) return before;
  const text = `a scoped exception changed: ${because}`;
  return appendStory({ ...state, coverAgain: because }, { kind: 'rechecked', text }, now);
}

/** Starts triage for what waits for people or for a scoped exception; what a person accepted itself stays as it is. */
export function checkCoverIfChanged(state: State, now: number): State {
  const { phase, coverAgain: because = null, exception, pending } = state;
  if (because === null || pending !== null) return state;
  const accepted = phase.name === 'ACCEPTED';
  if (phase.name !== 'HUMAN_REVIEW' && phase.name !== 'AWAITING_APPROVAL' && !accepted)
    return state;
  const done = { ...state, coverAgain: null };
  if (accepted && exception?.scope === undefined) return done;
  const text = `checking whether an exception covers it: ${because}`;
  return transition(done, { name: 'TRIAGE', back: phase }, { kind: 'verifying', text }, now);
}

interface Triaged {
  readonly result: TriageResult;
  /** Where the lifecycle returns, if triage was only asked about exceptions. */
  readonly back: WaitPhase | null;
}

/** Null where no scoped exception matters: triage goes on as usual. */
export function applyCover(
  state: State,
  { result: { cover }, back }: Triaged,
  now: number,
): State | null {
  const { exception } = state;
  if (cover !== undefined && state.severity !== 'CRITICAL') {
    const known = exception?.scope === cover.id && exception.until === cover.until;
    return back !== null && known ? resume(state, back, now) : toCovered(state, cover, now);
  }
  if (back === null) return null;
  if (back.name !== 'ACCEPTED') return resume(state, back, now);
  if (exception !== null && state.severity === 'CRITICAL')
    return toReopen(state, { reason: severityRaised(state, exception), ...TO_PEOPLE }, now);
  const reason = `exception ${exception?.scope ?? ''} of ${signersInWords(state)} does not cover it any more`;
  const isEarly = now < (exception?.until ?? 0);
  const left = isEarly ? endEarly(state, reason) : state;
  return toReopen(left, { reason, to: 'TRIAGE', how: isEarly ? 'ended' : 'expired' }, now);
}

const TO_PEOPLE = { to: 'HUMAN_REVIEW', how: 'ended' } as const;

/** Ends a scoped exception that could not be confirmed: a failure must not keep an exception alive. */
export function onCoverCheckFailed(
  state: State,
  { failure, back }: { readonly failure: string; readonly back: WaitPhase },
  now: number,
): State {
  const reason = `Closeloop could not find out whether an exception covers it: ${failure}`;
  if (back.name === 'ACCEPTED') return toReopen(state, { reason, ...TO_PEOPLE }, now);
  return transition(state, back, { kind: 'failed', text: reason }, now);
}

function resume(state: State, back: WaitPhase, now: number): State {
  const text = 'the exceptions changed; this finding stays as it was';
  return transition(state, back, { kind: 'triaged', text }, now);
}

/** All heads-ups count as given: the scoped exception's own story announces its end once for all findings. */
function toCovered(state: State, cover: Cover, now: number): State {
  const { id, by, confirmedBy, why, since, until } = cover;
  const headsUps = state.timetable.acceptance.headsUp.length;
  const who = { by, confirmedBy, why, since, until };
  const exception = { id, ...who, severity: WORST_COVERED, headsUps, scope: id };
  const text = `covered by exception ${id} until ${isoInstant(until)}, accepted by ${by} and ${confirmedBy}: ${why}`;
  const covered = { ...state, exception, request: null, pending: null, approval: null };
  return transition(covered, { name: 'SUPPRESS' }, { kind: 'accepted', text }, now);
}
