import { activityInfo } from '@temporalio/activity';

import type { Decision, DecisionCheck } from '../../domain/decision.ts';
import { escalationLevels } from '../../policies/escalation.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { mayDecide } from '../../policies/who-may-decide.ts';
import type { CheckDecisionInput } from '../../workflows/activity-types.ts';
import type { UsedProofs } from '../ledger/lifecycle/used-proofs.ts';
import type { Policies } from '../triage/policies.ts';
import { checkProof } from './check-proof.ts';
import type { ProofDeps } from './check-proof.ts';
import type { Receipts } from './receipts.ts';

export interface CheckDecisionDeps extends Pick<ProofDeps, 'whoSigned' | 'receiptsOf'> {
  readonly policies: Pick<Policies, 'tables' | 'deadlines' | 'decisions'>;
  readonly usedProofs: UsedProofs;
  /** The runtime worker's own: it writes only what it has seen approved itself. Null on other workers. */
  readonly receipts: Pick<Receipts, 'issue'> | null;
  readonly clock: { readonly now: () => Date };
}

/** Is the decision proven, has the person a say in it, and can it be carried out? */
export async function checkDecision(
  deps: CheckDecisionDeps,
  input: CheckDecisionInput,
): Promise<DecisionCheck> {
  const { decision, severity, team } = input;
  const { policies, receipts } = deps;
  const proof = await checkProof({ ...deps, decisions: policies.decisions }, decision, severity);
  if ('why' in proof) return refused(proof.why);
  const { person, proven } = proof;
  if (proven && !(await isFirstUse(deps, input))) return refused('its proof was used before');
  const table = await policies.tables.ownership();
  const say = mayDecide(person, team, table);
  if (!say.may) return { ...refused(`${say.because} (${proof.because})`), actor: person };
  const check = { trusted: true, because: `${say.because}; ${proof.because}`, actor: person };
  if (decision.decision === 'assign') return assigned(check, decision, { table, policies });
  const writes = decision.decision === 'approve' || decision.decision === 'undo';
  if (!writes || receipts === null) return check;
  return { ...check, receipt: await receipts.issue({ ...decision, actor: person }) };
}

function refused(because: string): DecisionCheck {
  return { trusted: false, because };
}

interface FirstUse {
  readonly workflowId: string;
  readonly decision: Pick<Decision, 'id'>;
}

/** A repeated attempt of this activity is the same use; any other is none. */
export async function isFirstUse(
  { usedProofs, clock }: Pick<CheckDecisionDeps, 'usedProofs' | 'clock'>,
  { workflowId, decision: { id } }: FirstUse,
): Promise<boolean> {
  const { workflowExecution, activityId } = activityInfo();
  const by = `${workflowExecution?.runId ?? ''}/${activityId}`;
  return await usedProofs.use(workflowId, { id, by, at: clock.now().toISOString() });
}

interface Tables {
  readonly table: OwnershipTable;
  readonly policies: CheckDecisionDeps['policies'];
}

/** Answered with whom to ask from now on. */
function assigned(
  check: DecisionCheck,
  { team, why }: Decision,
  { table, policies }: Tables,
): DecisionCheck {
  if (team === null || !table.teams.some(({ slug }) => slug === team)) {
    const slugs = table.teams.map(({ slug }) => slug).join(', ');
    return refused(`there is no team "${team ?? ''}": one of ${slugs}`);
  }
  const owner = { team, because: `given by ${check.actor ?? ''}: ${why}`.slice(0, 300) };
  return {
    ...check,
    assigned: { owner, ladder: escalationLevels(team, table, policies.deadlines) },
  };
}
