import { AwsError } from './aws-error.ts';
import { HUB_ACCOUNT, type Principal, roleArn, sessionArn } from './principals.ts';

/** Who may assume which workload role; anything else is refused as a trust policy would. */
const TRUSTED: Readonly<Record<string, readonly string[]>> = {
  'closeloop-verify': [
    'closeloop-orchestrator',
    'closeloop-closer',
    'closeloop-code',
    'closeloop-console',
  ],
  'closeloop-remediate': ['closeloop-runtime'],
};
/** Only Systems Manager itself assumes this one, for a runbook. */
export const AUTOMATION_ROLE = 'closeloop-automation';

export const WORKLOAD_ROLES: readonly string[] = [...Object.keys(TRUSTED), AUTOMATION_ROLE];

export interface Role {
  readonly account: string;
  readonly name: string;
}

/** Null for what is no ARN of a role. */
export function parseRoleArn(arn: string): Role | null {
  const match = /^arn:aws:iam::(\d{12}):role\/([\w+=,.@-]{1,64})$/.exec(arn);
  return match?.[1] && match[2] ? { account: match[1], name: match[2] } : null;
}

/** Trust policy of a role, as the sandbox writes it to IAM and enforces it. */
export function trustPolicy(name: string, externalId: string | null): Record<string, unknown> {
  const allowed = TRUSTED[name];
  const principal = allowed
    ? { AWS: allowed.map((one) => roleArn(HUB_ACCOUNT, one)) }
    : { Service: 'ssm.amazonaws.com' };
  const conditions =
    allowed && externalId ? { StringEquals: { 'sts:ExternalId': externalId } } : null;
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return {
    Version: '2012-10-17',
    Statement: [conditions ? { ...statement, Condition: conditions } : statement],
  };
}

/** Throws AccessDenied, worded as STS words it, unless the role's trust policy names this caller. */
export function checkTrust(caller: Principal, arn: string, given: ExternalIds): Role {
  const role = parseRoleArn(arn);
  const trusted =
    role !== null &&
    caller.account === HUB_ACCOUNT &&
    TRUSTED[role.name]?.includes(caller.name) === true &&
    (given.required === null || given.required === given.sent);
  if (trusted) return role;
  throw new AwsError(
    'AccessDenied',
    `User: ${sessionArn(caller)} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    403,
  );
}

export interface ExternalIds {
  readonly required: string | null;
  readonly sent: string | null;
}
