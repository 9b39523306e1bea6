import type { RemediationResult } from '../../domain/outcome.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import { asking } from '../aws/failures.ts';
import { checkProof } from '../decisions/check-proof.ts';
import type { ProofPolicy } from '../decisions/check-proof.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readAuthority } from '../triage/authority.ts';
import type { Policies } from '../triage/policies.ts';
import { episodeIsFull } from './intent.ts';

export interface PermissionDeps {
  readonly ledger: Pick<Ledger, 'killSwitch'>;
  readonly policies: Policies;
  readonly proofPolicy: ProofPolicy;
}

/** Nothing is written: the answer of the activity. */
export type Refused = Extract<RemediationResult, { status: 'refused' | 'planned' }>;

/**
 * May this be written now? Kill switch, table, mode and approval as they are at this moment; null when it may.
 * Nothing in the message is believed but the approval, whose proof is checked again.
 */
export async function permission(
  { ledger, policies, proofPolicy }: PermissionDeps,
  input: RemediateInput,
): Promise<Refused | null> {
  const { problem, severity, planHash } = input;
  const [kill, { route, mode }] = await Promise.all([
    asking('the kill switch', () => ledger.killSwitch()),
    readAuthority(policies, problem, severity),
  ]);
  if (kill.on) return refused(`the kill switch is on: ${kill.by}: ${kill.why}`);
  if (route.to === 'people') return refused(route.because);
  if (mode === 'shadow') {
    return { status: 'planned', reason: `${route.because}: plan ${planHash.slice(0, 12)}` };
  }
  const full = episodeIsFull(policies, input.round);
  if (full !== null) return refused(full);
  if (route.to === 'automatic') return null;
  const missing = approvalMissing(input, proofPolicy);
  return missing === null ? null : refused(`${missing} (${route.because})`);
}

/** Why the approval is not enough; null when it is. */
function approvalMissing(
  { approval, planHash }: RemediateInput,
  proofPolicy: ProofPolicy,
): string | null {
  if (approval === null) return 'an approval is needed and there is none';
  if (approval.decision !== 'approve') return `${approval.actor} did not approve: ${approval.why}`;
  if (approval.planHash !== planHash) {
    return `the approval of ${approval.actor} names plan ${approval.planHash?.slice(0, 12) ?? 'none'}, not ${planHash.slice(0, 12)}`;
  }
  const check = checkProof(proofPolicy, approval);
  return check.trusted ? null : `the approval is not trusted: ${check.because}`;
}

function refused(reason: string): Refused {
  return { status: 'refused', reason };
}
