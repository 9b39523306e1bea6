/** Both member stacks in every account of organisational units, also in accounts that join later. */
import { Aws, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CfnStackSet } from 'aws-cdk-lib/aws-cloudformation';

import { DOCUMENTS_STACK } from './documents-stack.ts';
import { trustParameters } from './parameters.ts';
import { ROLES_STACK } from './roles-stack.ts';

/**
 * Service-managed StackSets, from the management account or from its delegated administrator. They never reach the
 * management account itself: both stacks are deployed there directly.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html
 */
export function organization(app: App): Stack {
  const stack = new Stack(app, 'closeloop-organization', {
    description: 'Closeloop: roles and documents in the accounts of an organisation',
  });
  const trusted = Object.entries(trustParameters(stack)).map(([parameterKey, parameter]) => ({
    parameterKey,
    parameterValue: parameter.valueAsString,
  }));
  const chosen = choices(stack);
  const stackSet = (name: string, regions: string[], parameters: typeof trusted) =>
    new CfnStackSet(stack, name === ROLES_STACK ? 'Roles' : 'Documents', {
      stackSetName: name,
      permissionModel: 'SERVICE_MANAGED',
      callAs: chosen.CallAs.valueAsString,
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      ...(parameters.length > 0 && { capabilities: ['CAPABILITY_NAMED_IAM'] }),
      managedExecution: { Active: true },
      operationPreferences: {
        regionConcurrencyType: 'PARALLEL',
        maxConcurrentPercentage: 25,
        failureTolerancePercentage: 10,
      },
      parameters,
      stackInstancesGroup: [
        {
          deploymentTargets: { organizationalUnitIds: chosen.UnitIds.valueAsList },
          regions,
        },
      ],
      templateUrl: templateUrl(chosen, name),
    });
  stackSet(ROLES_STACK, [Aws.REGION], trusted);
  stackSet(DOCUMENTS_STACK, chosen.Regions.valueAsList, []);
  return stack;
}

function choices(stack: Stack) {
  return {
    UnitIds: new CfnParameter(stack, 'OrganizationalUnitIds', {
      type: 'CommaDelimitedList',
      description: 'Whose accounts get roles and documents: ou-…, or the root, r-…, for all.',
    }),
    Regions: new CfnParameter(stack, 'Regions', {
      type: 'CommaDelimitedList',
      description: 'In which Regions findings are fixed: each gets the documents.',
    }),
    CallAs: new CfnParameter(stack, 'CallAs', {
      type: 'String',
      description:
        'SELF in the management account, DELEGATED_ADMIN in its delegated administrator.',
      default: 'DELEGATED_ADMIN',
      allowedValues: ['SELF', 'DELEGATED_ADMIN'],
    }),
    CodeBucket: new CfnParameter(stack, 'CodeBucket', {
      type: 'String',
      description: 'The bucket with the templates, in this Region.',
    }),
    CodePrefix: new CfnParameter(stack, 'CodePrefix', {
      type: 'String',
      description: 'The folder of the templates in that bucket, without a slash at its end.',
      allowedPattern: '[\\w.-]+(/[\\w.-]+)*',
    }),
  };
}

function templateUrl({ CodeBucket, CodePrefix }: ReturnType<typeof choices>, name: string): string {
  const host = `.s3.${Aws.REGION}.${Aws.URL_SUFFIX}/`;
  const bucket = CodeBucket.valueAsString;
  return Fn.join('', [
    'https://',
    bucket,
    host,
    CodePrefix.valueAsString,
    `/${name}.template.json`,
  ]);
}
