/** Who may assume a role of a member account, derived from what the hub's principals may assume. */
import type { PrincipalName } from '../../../controls/roles.ts';
import { assumersOf } from '../../../controls/scopes.ts';
import type { Conditions, Place } from './place.ts';

/** The principals that live in member accounts; all others live in the hub. */
export const MEMBER_ROLES = [
  'closeloop-verify',
  'closeloop-remediate',
  'closeloop-automation',
] as const satisfies readonly PrincipalName[];
export type MemberRole = (typeof MEMBER_ROLES)[number];

export function isMemberRole(name: PrincipalName): name is MemberRole {
  return MEMBER_ROLES.some((role) => role === name);
}

export interface Trusted {
  /** The account id of the hub. */
  readonly hubAccount: string;
  readonly externalId: string;
}

export interface TrustPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Effect: 'Allow';
      readonly Principal: Readonly<Record<string, string>>;
      readonly Action: 'sts:AssumeRole';
      readonly Condition: Conditions;
    },
  ];
}

/**
 * Trust of a role in a member account. A role's ARN as principal becomes an id that a recreated role does not have, so
 * the hub's account is trusted and `aws:PrincipalArn` names the roles. The organisation is added by the stack, which
 * knows whether there is one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function trustOf(role: MemberRole, place: Place, trusted: Trusted): TrustPolicy {
  const { partition } = place;
  const assumers = assumersOf(role);
  if (assumers.length === 0) return ofAutomation(place);
  const arns = assumers.map((name) => `arn:${partition}:iam::${trusted.hubAccount}:role/${name}`);
  return statement(
    { AWS: `arn:${partition}:iam::${trusted.hubAccount}:root` },
    {
      ArnEquals: { 'aws:PrincipalArn': arns },
      StringEquals: { 'sts:ExternalId': trusted.externalId },
    },
  );
}

/** Systems Manager assumes it for an execution of this account only: https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html */
function ofAutomation({ partition, account }: Place): TrustPolicy {
  return statement(
    { Service: 'ssm.amazonaws.com' },
    {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:ssm:*:${account}:automation-execution/*` },
    },
  );
}

function statement(
  Principal: Readonly<Record<string, string>>,
  Condition: Conditions,
): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }],
  };
}
