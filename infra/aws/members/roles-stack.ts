/** The roles of one member account. IAM is global, so they are created in one Region and act in all. */
import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';

import { assumersOf } from '../../../controls/scopes.ts';
import { policyOf } from '../grants.ts';
import type { Place } from '../grants/place.ts';
import { MEMBER_ROLES, trustOf } from '../grants/trust.ts';
import type { MemberRole, TrustPolicy } from '../grants/trust.ts';
import { logicalId } from '../names.ts';
import { trustParameters } from './parameters.ts';
import type { TrustParameters } from './parameters.ts';

export const ROLES_STACK = 'closeloop-member-roles';

export function memberRoles(app: App): Stack {
  const stack = new Stack(app, ROLES_STACK, {
    description: 'Closeloop: the roles of a member account, once in each account',
  });
  const parameters = trustParameters(stack);
  const inOrganization = new CfnCondition(stack, 'HasOrganization', {
    expression: Fn.conditionNot(Fn.conditionEquals(parameters.OrganizationId.valueAsString, '')),
  });
  const place: Place = { partition: Aws.PARTITION, region: '*', account: Aws.ACCOUNT_ID };
  for (const name of MEMBER_ROLES)
    new CfnRole(stack, `${logicalId(name.replace('closeloop-', ''))}Role`, {
      roleName: name,
      description: DESCRIPTIONS[name],
      assumeRolePolicyDocument: trust(name, { place, parameters, inOrganization }),
      policies: [{ policyName: 'closeloop', policyDocument: policyOf(name, place) }],
    });
  return stack;
}

const DESCRIPTIONS: Readonly<Record<MemberRole, string>> = {
  'closeloop-verify': 'Closeloop: reads resources that have a finding, and changes nothing',
  'closeloop-remediate': "Closeloop: starts the controls' documents, and changes nothing itself",
  'closeloop-automation': 'Closeloop: Systems Manager runs the documents of controls under it',
};

interface Trusting {
  readonly place: Place;
  readonly parameters: TrustParameters;
  readonly inOrganization: CfnCondition;
}

function trust(name: MemberRole, { place, parameters, inOrganization }: Trusting): object {
  const { HubAccountId, ExternalId, OrganizationId } = parameters;
  const policy = trustOf(name, place, {
    hubAccount: HubAccountId.valueAsString,
    externalId: ExternalId.valueAsString,
  });
  if (assumersOf(name).length === 0) return policy;
  const organization = Fn.conditionIf(
    inOrganization.logicalId,
    OrganizationId.valueAsString,
    Aws.NO_VALUE,
  );
  return within(policy, organization);
}

/** The same trust, for principals of the organisation only; without one CloudFormation leaves the key out. */
function within({ Version, Statement: [statement] }: TrustPolicy, organization: unknown): object {
  const { StringEquals, ...others } = statement.Condition;
  const Condition = {
    ...others,
    StringEquals: { ...StringEquals, 'aws:PrincipalOrgID': organization },
  };
  return { Version, Statement: [{ ...statement, Condition }] };
}
