import type { Decision, DecisionCheck } from '../../domain/decision.ts';

/**
 * `require`: a decision needs a proof that can be verified. `trust-namespace`: whoever may send to the Temporal
 * namespace is believed, for sandboxes and namespaces that are guarded themselves.
 */
export type ProofPolicy = 'require' | 'trust-namespace';

/** Did the named person really decide this, for this plan? An untrusted decision is shown as a request. */
export function checkProof(policy: ProofPolicy, decision: Decision): DecisionCheck {
  const { actor, door, proof } = decision;
  if (policy === 'trust-namespace') {
    return {
      trusted: true,
      because: `sandbox policy trusts the Temporal namespace: a message through ${door} names ${actor}, nothing proves it`,
    };
  }
  if (proof === null) {
    return {
      trusted: false,
      because: `this is a request: the message through ${door} that names ${actor} carries no proof; decide through a door that signs people in`,
    };
  }
  return {
    trusted: false,
    because: `this worker cannot verify a ${proof.kind}, so the message that names ${actor} stays a request; set CLOSELOOP_PROOF_POLICY=trust-namespace only if the Temporal namespace itself is guarded`,
  };
}
