/**
 * A problem that no control verifies: the source's word closes nothing by itself. It ends by two people's word with
 * the source no longer reporting it, or is withdrawn by the source before anybody acted.
 */
import type { Decision, Refusal } from '../decision.ts';
import { saysResolved } from '../finding.ts';
import type { Observation } from '../finding.ts';
import type { FixedReason } from '../outcome.ts';
import type { Verification } from '../verdict.ts';
import type { LifecycleState, WaitPhase } from './state.ts';
import { cut, transition, appendStory } from './story.ts';

/** Null when it may be attested. */
export function attestRefusal({ problem }: LifecycleState): Refusal | null {
  if (problem.control === null) return null;
  return {
    type: 'NotAllowedInState',
    message: `${problem.control} is verified by reading the resource: claim it fixed, and it is read.`,
  };
}

/** `decision` is the second person's, `asker` the first one's. Security Hub is asked at once. */
export function onAttested(
  state: LifecycleState,
  { decision, asker }: { readonly decision: Decision; readonly asker: Decision | null },
  now: number,
): LifecycleState {
  if (asker === null || state.phase.name !== 'HUMAN_REVIEW') return state;
  const { actor: confirmedBy } = decision;
  const { actor: by, why: evidence } = asker;
  const text = `fixed, says ${by}, and ${confirmedBy} confirms it: ${evidence}`;
  const reason = cut(
    `attested by ${by} and ${confirmedBy}; the source still reports it: it closes by itself when that says ARCHIVED or PASSED`,
  );
  const attested = { ...state, request: null, attestation: { by, confirmedBy, evidence } };
  return checkSource(attested, { ...state.phase, reason }, { actor: confirmedBy, text, now });
}

/** The source says that it is over: Security Hub is asked where its answer can end something. */
export function onSourceResolved(
  state: LifecycleState,
  observation: Observation,
  { actor, text, now }: { readonly actor: string; readonly text: string; readonly now: number },
): LifecycleState {
  const ends = state.attestation !== undefined || nobodyActed(state);
  const waits = state.phase.name === 'HUMAN_REVIEW' && state.pending === null;
  if (ends && waits && saysResolved(observation))
    return checkSource(state, state.phase, { actor, text, now });
  return appendStory(state, { kind: 'source-says-resolved', actor, text }, now);
}

/** How what Security Hub says ends it; null when it ends nothing. */
export function sourceEnding(state: LifecycleState, { source }: Verification): FixedReason | null {
  if (state.problem.control !== null || source === undefined || source === 'open') return null;
  if (state.attestation !== undefined) return 'attested';
  return source === 'archived' && nobodyActed(state) ? 'by-source' : null;
}

function nobodyActed({ acted, held, request, exception }: LifecycleState): boolean {
  return acted !== true && !held && request === null && exception === null;
}

function checkSource(
  state: LifecycleState,
  back: WaitPhase,
  { actor, text, now }: { readonly actor: string; readonly text: string; readonly now: number },
): LifecycleState {
  const phase = { name: 'VERIFY', because: text, back } as const;
  return transition(state, phase, { kind: 'verifying', actor, text }, now);
}
