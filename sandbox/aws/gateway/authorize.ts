import { sentinelEffect } from '../sentinels.ts';
import { AwsError } from './aws-error.ts';
import type { Call } from './identify/call.ts';
import { isAdmin, type Principal, sessionArn } from './principals.ts';

/** IAM actions of a role, `service:Operation` each. */
export type ActionsOf = (roleName: string) => readonly string[];

/**
 * Throws AccessDenied unless every action of the call is in the role's list. Lists actions only:
 * resources, conditions and session policies are not evaluated. Administrators may do everything,
 * GetCallerIdentity needs no permission.
 * @returns `pretend` when the bucket's name asks for a success that changes nothing
 */
export function authorize(
  principal: Principal,
  call: Call,
  actionsOf: ActionsOf,
): 'go' | 'pretend' {
  if (isAdmin(principal) || call.operation === 'GetCallerIdentity') return 'go';
  const allowed = actionsOf(principal.name);
  const missing = call.actions.find((action) => !allowed.includes(action));
  if (missing) throw denied(principal, call, missing, NO_POLICY);
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
