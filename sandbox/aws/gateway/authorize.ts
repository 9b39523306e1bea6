import { sentinelEffect } from '../sentinels.ts';
import { AwsError } from './aws-error.ts';
import type { Call } from './identify/call.ts';
import { isAdmin, type Principal, sessionArn } from './principals.ts';
import { outOfScope } from './scope.ts';
import type { ScopesOf } from './scope.ts';

/** IAM actions of a role, `service:Operation` each. */
export type ActionsOf = (roleName: string) => readonly string[];

/** What a role may do, and where. */
export interface PoliciesOf {
  readonly actionsOf: ActionsOf;
  readonly scopesOf: ScopesOf;
}

/**
 * Throws AccessDenied unless every action of the call is in the role's list, and on a resource and under the
 * conditions that its statements name. Session policies are not evaluated. Administrators may do everything,
 * GetCallerIdentity needs no permission.
 * @returns `pretend` when the bucket's name asks for a success that changes nothing
 */
export function authorize(
  principal: Principal,
  call: Call,
  { actionsOf, scopesOf }: PoliciesOf,
): 'go' | 'pretend' {
  if (isAdmin(principal) || call.operation === 'GetCallerIdentity') return 'go';
  const allowed = actionsOf(principal.name);
  const missing = call.actions.find((action) => !allowed.includes(action));
  if (missing) throw denied(principal, call, missing, NO_POLICY);
  const outside = outOfScope(call, scopesOf(principal.name), principal.account);
  if (outside) throw denied(principal, { ...call, ...outside }, outside.action, NO_POLICY);
  const action = call.actions[0] ?? '';
  const effect = sentinelEffect(principal.name, action, call.resource);
  if (effect === 'deny') throw denied(principal, call, action, SCP);
  return effect ?? 'go';
}

const NO_POLICY = 'because no identity-based policy allows the';
const SCP = 'with an explicit deny in a service control policy for the';

function denied(principal: Principal, call: Call, action: string, why: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${sessionArn(principal)} is not authorized to perform: ${action} on resource: ${call.resource} ${why} ${action} action`,
    403,
  );
}
