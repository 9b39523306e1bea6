/** The deployed IAM policy of each principal, made of controls/roles.ts and controls/scopes.ts. */
import { actionsOf } from '../../controls/roles.ts';
import type { PrincipalName } from '../../controls/roles.ts';
import { scopesOf } from '../../controls/scopes.ts';
import type { Scope } from '../../controls/scopes.ts';
import { decisionOn } from './grants/decisions.ts';
import type { Decision } from './grants/decisions.ts';
import { bothConditions, conditionsOf, localise } from './grants/narrow.ts';
import type { Conditions, Grant, Hub, Place, PolicyDocument, Statement } from './grants/place.ts';

/** What is needed of a role, for tests that make up one. */
export interface Needs {
  readonly actions: readonly string[];
  readonly scopes: readonly Scope[];
}

/** The identity policy of a principal at a place. Throws as `grantsOf` does. */
export function policyOf(principal: PrincipalName, place: Place | Hub): PolicyDocument {
  const needs = { actions: actionsOf(principal), scopes: scopesOf(principal) };
  return {
    Version: '2012-10-17',
    Statement: grantsOf(principal, needs, place).map(statementOf),
  };
}

/**
 * Every action with resources and conditions; those that share both share a grant. Throws an Error that names principal
 * and action where nobody has decided on which resources it is granted, or where a `*` has no reason.
 */
export function grantsOf(
  principal: string,
  { actions, scopes }: Needs,
  place: Place | Hub,
): readonly Grant[] {
  const grants = actions.flatMap((action) => {
    const decision = decisionOn(action);
    if (decision === null) throw undecided(principal, action);
    const about = scopes.filter((scope) => scope.actions.includes(action));
    if (about.length === 0) return [grant(principal, action, wide(decision, place))];
    return about.map((scope) => grant(principal, action, narrow(decision, scope, place)));
  });
  return together(grants);
}

type Where = Omit<Grant, 'actions'>;

function wide(decision: Decision, place: Place | Hub): Where {
  return {
    resources: decision.resources(place),
    conditions: decision.conditions?.(place) ?? {},
    why: decision.why ?? null,
  };
}

function narrow(decision: Decision, scope: Scope, place: Place | Hub): Where {
  return {
    resources: narrowed(decision, scope, place),
    conditions: bothConditions(decision.conditions?.(place) ?? {}, conditionsOf(scope)),
    why: decision.why ?? null,
  };
}

function narrowed(decision: Decision, scope: Scope, place: Place | Hub): readonly string[] {
  const { alias, resources } = scope;
  if (alias !== undefined && 'keyOf' in place) return [place.keyOf(alias)];
  return resources.flatMap((pattern) => {
    if (pattern === '*') return decision.resources(place);
    const local = localise(pattern, place);
    return [local, ...(decision.beside?.(place, [local]) ?? [])];
  });
}

function grant(principal: string, action: string, { resources, conditions, why }: Where): Grant {
  const distinct = [...new Set(resources)].sort();
  const open = distinct.filter((resource) => resource.includes('*'));
  if (open.length > 0 && why === null)
    throw new Error(
      `${principal} gets ${action} on ${open.join(', ')} without a reason for the *. Name the resource, or say in infra/aws/grants/decisions.ts why AWS knows no better.`,
    );
  return { actions: [action], resources: distinct, conditions, why: open.length > 0 ? why : null };
}

/** One grant for all actions on the same resources under the same conditions. */
function together(grants: readonly Grant[]): readonly Grant[] {
  const groups = Map.groupBy(grants, ({ resources, conditions, why }) =>
    JSON.stringify([resources, conditions, why]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const actions = [...new Set(group.flatMap((one) => one.actions))].sort();
    return [{ ...first, actions }];
  });
}

function statementOf({ actions, resources, conditions }: Grant): Statement {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(isEmpty(conditions) ? {} : { Condition: conditions }),
  };
}

function isEmpty(conditions: Conditions): boolean {
  return Object.keys(conditions).length === 0;
}

function undecided(principal: string, action: string): Error {
  return new Error(
    `controls/roles.ts gives ${principal} the action ${action}, and infra/aws/grants/decisions.ts does not say on which resources. Add a decision there.`,
  );
}
