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
import { requestHash, scopedId } from '../exceptions/scope-hash.ts';
import { thisActivity } from './check-decision.ts';
import { checkPerson } from './check-person.ts';
import type { PersonDeps } from './check-person.ts';

export interface CheckScopedDeps extends PersonDeps, MatchDeps {
  readonly controlOf: (id: string) => Control | null;
}

/** Checks that the decision is proven, that a security lead made it, and that policy allows such an exception. */
export async function checkScoped(
  deps: CheckScopedDeps,
  { exception, decision, request }: CheckScopedInput,
): Promise<ScopedCheck> {
  const { decisions } = deps.policies;
  const wrongScope = scopeRefusal(deps, exception, decision);
  if (wrongScope !== null) return { trusted: false, because: wrongScope };
  const severity = WORST_COVERED;
  const requester = request?.by ?? null;
  const usedBy = thisActivity();
  const statement = { workflowId: exception, decision, severity, requester, usedBy };
  const { confirmedBy } = decisions.scoped;
  const person = await checkPerson(deps, statement, (who, table) =>
    mayDecideScoped(who, decision.decision, { table, confirmedBy }),
  );
  if (!person.trusted) return person;
  const { table: _table, ...check } = person;
  const policy = policyOf(decisions);
  return { ...check, policy, ...(await requestFacts(deps, decision)) };
}

/** Why no such exception may begin. Ending one is always allowed. */
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

/** The hash that a second person confirms, and the findings that the exception would cover today. */
async function requestFacts(
  deps: CheckScopedDeps,
  { decision, scope, until, why }: ScopedDecision,
): Promise<Partial<ScopedCheck>> {
  if ((decision !== 'ask' && decision !== 'extend') || until === null) return {};
  return { hash: requestHash({ scope, until, why }), matched: await matchedBy(deps, scope) };
}

function policyOf({ acceptance, scoped }: DecisionPolicy): ScopedPolicy {
  const { most, lifetime, headsUp } = acceptance;
  return { most, lifetime, headsUp, askSeconds: scoped.askSeconds };
}
