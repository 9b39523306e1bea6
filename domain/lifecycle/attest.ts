/**
 * Problems that no control verifies. Two people attest that such a problem is fixed, and it closes when its source
 * stops reporting it. If its source archives it before anybody acted, it is withdrawn.
 */
import type { Decision, Refusal } from '../decision.ts';
import { saysResolved } from '../finding.ts';
import type { Observation } from '../finding.ts';
import type { FixedReason } from '../outcome.ts';
import { truncate } from '../text.ts';
import type { Verification } from '../verdict.ts';
import type { State } from './state.ts';
import { appendStory, toVerify } from './story.ts';

/** Null when the problem may be attested. */
export function attestRefusal({ problem }: State): Refusal | null {
  if (problem.control === null) return null;
  return {
    type: 'NotAllowedInState',
    message: `${problem.control} is verified by reading the resource, so nobody has to attest it. Claim it fixed, and Closeloop reads the resource.`,
  };
}

/** `decision` is the second person's, `request` the first one's. Then Closeloop asks Security Hub about the source. */
export function onAttested(
  state: State,
  { decision, request }: { readonly decision: Decision; readonly request: Decision | null },
  now: number,
): State {
  if (request === null || state.phase.name !== 'HUMAN_REVIEW') return state;
  const { actor: confirmedBy } = decision;
  const { actor: by, why: evidence } = request;
  const text = `${by} attests that it is fixed, ${confirmedBy} confirms: ${evidence}`;
  const reason = truncate(
    `attested by ${by} and ${confirmedBy}, but its source still reports it; it closes when the source says ARCHIVED or PASSED`,
  );
  const attested = { ...state, request: null, attestation: { by, confirmedBy, evidence } };
  const entry = { kind: 'verifying', actor: confirmedBy, text } as const;
  return toVerify(attested, { ...state.phase, reason }, entry, now);
}

/** The source reports the problem as resolved. Security Hub is asked only where its answer can end the episode. */
export function onSourceResolved(
  state: State,
  observation: Observation,
  { actor, text, now }: { readonly actor: string; readonly text: string; readonly now: number },
): State {
  const canEnd = state.attestation !== undefined || nobodyActed(state);
  const waits = state.phase.name === 'HUMAN_REVIEW' && state.pending === null;
  if (canEnd && waits && saysResolved(observation))
    return toVerify(state, state.phase, { kind: 'verifying', actor, text }, now);
  return appendStory(state, { kind: 'source-says-resolved', actor, text }, now);
}

/** The reason with which the source's state in Security Hub ends the episode; null when it does not. */
export function sourceEnding(state: State, { source }: Verification): FixedReason | null {
  if (state.problem.control !== null || source === undefined || source === 'open') return null;
  if (state.attestation !== undefined) return 'attested';
  return source === 'archived' && nobodyActed(state) ? 'by-source' : null;
}

function nobodyActed({ acted, held, request, exception }: State): boolean {
  return acted !== true && !held && request === null && exception === null;
}
