import type { Control } from '../../controls/control.ts';
import { scopeProblem, WORST_COVERED } from '../../domain/scope.ts';
import type {
  ScopedCheck,
  ScopedDecision,
  ScopedPolicy,
} from '../../domain/scoped-exception/state.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import { mayDecideScoped } from '../../policies/who-may-decide.ts';
import type { CheckScopedInput } from '../../workflows/activity-types.ts';
import { matchedBy } from '../exceptions/matched.ts';
import type { MatchDeps } from '../exceptions/matched.ts';
import { askHash, scopedId } from '../exceptions/scope-hash.ts';
import { isFirstUse } from './check-decision.ts';
import type { CheckDecisionDeps } from './check-decision.ts';
import { checkProof } from './check-proof.ts';

export interface CheckScopedDeps extends Omit<CheckDecisionDeps, 'receipts'>, MatchDeps {
  readonly controlOf: (id: string) => Control | null;
}

/** Is the decision proven, is the person a security lead, and may there be such an exception? */
export async function checkScoped(
  deps: CheckScopedDeps,
  { exception, decision }: CheckScopedInput,
): Promise<ScopedCheck> {
  const { decisions, tables } = deps.policies;
  const foreign = scopeRefusal(deps, exception, decision);
  if (foreign !== null) return refused(foreign);
  const proof = await checkProof({ ...deps, decisions }, decision, WORST_COVERED);
  if ('why' in proof) return refused(proof.why);
  const { person, proven, because } = proof;
  if (proven && !(await isFirstUse(deps, { workflowId: exception, decision })))
    return refused('its proof was used before');
  const table = await tables.ownership();
  const { confirmedBy } = decisions.scoped;
  const say = mayDecideScoped(person, decision.decision, { table, confirmedBy });
  if (!say.may) return { ...refused(`${say.because} (${because})`), actor: person };
  const check = { trusted: true, because: `${say.because}; ${because}`, actor: person };
  return { ...check, policy: policyOf(decisions), ...(await asked(deps, decision)) };
}

function refused(because: string): ScopedCheck {
  return { trusted: false, because };
}

/** What may always be ended may not always be begun. */
function scopeRefusal(
  { controlOf, policies }: CheckScopedDeps,
  exception: string,
  { scope, decision }: ScopedDecision,
): string | null {
  const expected = scopedId(scope);
  if (expected !== exception) return `the exception of this scope is ${expected}, not ${exception}`;
  if (decision === 'revoke') return null;
  const problem = scopeProblem(scope);
  if (problem !== null) return problem;
  if (controlOf(scope.control) === null) return `there is no control ${scope.control}`;
  const { tag } = scope;
  const { protectedTags } = policies.decisions.scoped;
  if (tag === null || protectedTags.includes(tag.key)) return null;
  const known = protectedTags.join(', ') || 'none';
  return `the tag ${tag.key} is not protected, so its resources' owners could accept their own risks; protected_tags in decisions.yaml: ${known}`;
}

/** What the second person confirms, and what it would cover today. */
async function asked(
  deps: CheckScopedDeps,
  { decision, scope, until, why }: ScopedDecision,
): Promise<Partial<ScopedCheck>> {
  if ((decision !== 'ask' && decision !== 'extend') || until === null) return {};
  return { hash: askHash({ scope, until, why }), matched: await matchedBy(deps, scope) };
}

function policyOf({ acceptance, scoped }: DecisionPolicy): ScopedPolicy {
  const { most, lifetime, headsUp } = acceptance;
  return { most, lifetime, headsUp, askSeconds: scoped.askSeconds };
}
