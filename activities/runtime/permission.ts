import type { RemediationResult } from '../../domain/outcome.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import { asking } from '../aws/failures.ts';
import { checkDecision } from '../decisions/check-decision.ts';
import type { ProofPolicy } from '../decisions/check-decision.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { machineForbidden, needsApproval } from '../triage/authority.ts';
import type { Policies } from '../triage/policies.ts';

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
  const [kill, rule] = await Promise.all([
    asking('the kill switch', () => ledger.killSwitch()),
    asking('the remediation table', () => policies.ruleFor(problem.findingType, problem.account)),
  ]);
  if (kill.on) return refused(`the kill switch is on: ${kill.by}: ${kill.why}`);
  const own = policies.isOwnResource(problem.resource.id);
  const forbidden = machineForbidden({ problem, severity, rule, own });
  if (forbidden !== null || rule === null) return refused(forbidden ?? 'there is no rule');
  if (rule.mode === 'shadow') {
    const reason = `shadow mode (${rule.source}): plan ${planHash.slice(0, 12)} would have run`;
    return { status: 'planned', reason };
  }
  if (!needsApproval(rule, severity)) return null;
  const missing = approvalMissing(input, proofPolicy);
  return missing === null ? null : refused(`${missing} (${severity}, ${rule.source})`);
}

/** Why the approval is not enough; null when it is. */
function approvalMissing(
  { approval, planHash }: RemediateInput,
  proofPolicy: ProofPolicy,
): string | null {
  if (approval === null) return 'an approval is needed and there is none';
  if (approval.decision !== 'approve') return `${approval.actor} did not approve: ${approval.why}`;
  if (approval.planHash !== planHash) {
    return `the approval of ${approval.actor} names plan ${approval.planHash.slice(0, 12)}, not ${planHash.slice(0, 12)}`;
  }
  const check = checkDecision(proofPolicy, approval);
  return check.trusted ? null : `the approval is not trusted: ${check.because}`;
}

function refused(reason: string): Refused {
  return { status: 'refused', reason };
}
