/** The roles of the hub: what each may do is made of controls/roles.ts, and what its platform needs is added. */
import { Aws } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';

import type { PrincipalName } from '../../../controls/roles.ts';
import { policyOf } from '../grants.ts';
import type { Hub } from '../grants/place.ts';
import { logicalId } from '../names.ts';
import { onlyIf } from '../only-if.ts';
import type { Condition } from '../only-if.ts';

/** What Lambda or ECS needs to run it; the product itself asks for none of it. */
export interface PlatformStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

export interface RoleParts {
  readonly hub: Hub;
  readonly trust: object;
  readonly platform?: readonly PlatformStatement[];
  readonly condition: Condition;
}

/** The role of a principal, under the name that the product and the member accounts know. */
export function principalRole(
  stack: Stack,
  name: PrincipalName,
  { hub, trust, platform = [], condition }: RoleParts,
): CfnRole {
  const role = new CfnRole(stack, `${logicalId(shortName(name))}Role`, {
    roleName: name,
    description: `Closeloop: ${name}`,
    assumeRolePolicyDocument: trust,
    policies: [
      { policyName: 'closeloop', policyDocument: policyOf(name, hub) },
      ...(platform.length > 0
        ? [
            {
              policyName: 'platform',
              policyDocument: { Version: '2012-10-17', Statement: platform },
            },
          ]
        : []),
    ],
  });
  onlyIf(condition, role);
  return role;
}

/** `closeloop-starter` → `starter`. */
export function shortName(name: PrincipalName): string {
  return name.replace('closeloop-', '');
}

export function trusts(service: string, Condition?: object): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(Condition !== undefined && { Condition }),
      },
    ],
  };
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
export const TRUSTS_TASKS = trusts('ecs-tasks.amazonaws.com', {
  StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
  ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:ecs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*` },
});

/** People's roles of this account, by name: a role's ARN as principal would not survive the role. */
export function trustsSessionsOf(arns: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root` },
        Action: 'sts:AssumeRole',
        Condition: { ArnLike: { 'aws:PrincipalArn': arns } },
      },
    ],
  };
}
