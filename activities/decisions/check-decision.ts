import type { DecisionCheck } from '../../domain/decision.ts';
import { ladderFor } from '../../policies/ladder.ts';
import type { CheckDecisionInput } from '../../workflows/activity-types.ts';
import { asking } from '../aws/failures.ts';
import type { Policies } from '../triage/policies.ts';
import { checkProof } from './check-proof.ts';
import type { ProofPolicy } from './check-proof.ts';

export interface CheckDecisionDeps {
  readonly policies: Pick<Policies, 'tables' | 'deadlines'>;
  readonly proofPolicy: ProofPolicy;
}

/** Is the decision proven, and can it be carried out? An assignment is answered with whom to ask from now on. */
export async function checkDecision(
  { policies, proofPolicy }: CheckDecisionDeps,
  { decision }: Pick<CheckDecisionInput, 'decision'>,
): Promise<DecisionCheck> {
  const check = checkProof(proofPolicy, decision);
  if (!check.trusted || decision.decision !== 'assign') return check;
  const { team, actor } = decision;
  const table = await asking('the ownership table', () => policies.tables.ownership());
  if (team === null || !table.teams.some(({ slug }) => slug === team)) {
    const slugs = table.teams.map(({ slug }) => slug).join(', ');
    return { trusted: false, because: `there is no team "${team ?? ''}": one of ${slugs}` };
  }
  const owner = { team, because: `given by ${actor}: ${decision.why}`.slice(0, 300) };
  return { ...check, assigned: { owner, ladder: ladderFor(team, table, policies.deadlines) } };
}
