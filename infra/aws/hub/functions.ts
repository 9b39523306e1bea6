/** A Lambda function of ours: its log group, its role and its code from the bucket of zips. */
import { Aws, Fn } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnFunction, CfnPermission, CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';

import type { PrincipalName } from '../../../controls/roles.ts';
import type { Hub } from '../grants/place.ts';
import { logicalId } from '../names.ts';
import { onlyIf } from '../only-if.ts';
import type { Condition } from '../only-if.ts';
import type { HubParameters } from './parameters.ts';
import { principalRole, shortName, trusts } from './principals.ts';
import type { PlatformStatement } from './principals.ts';

export interface FunctionParts {
  readonly hub: Hub;
  readonly parameters: HubParameters;
  /** Seconds. */
  readonly timeout: number;
  readonly description: string;
  readonly platform?: readonly PlatformStatement[];
  readonly condition: Condition;
}

/** Logs of a process, kept as long as the parameter says. */
export function logGroup(
  stack: Stack,
  name: string,
  { parameters, condition }: Pick<FunctionParts, 'parameters' | 'condition'>,
): CfnLogGroup {
  const group = new CfnLogGroup(stack, `${logicalId(name)}Log`, {
    logGroupName: `/closeloop/${name}`,
    retentionInDays: parameters.LogDays.valueAsNumber,
  });
  onlyIf(condition, group);
  return group;
}

export function ourFunction(
  stack: Stack,
  principal: PrincipalName,
  parts: FunctionParts,
): CfnFunction {
  const { hub, parameters, timeout, description, platform = [], condition } = parts;
  const name = shortName(principal);
  const log = logGroup(stack, name, parts);
  const role = principalRole(stack, principal, {
    hub,
    trust: trusts('lambda.amazonaws.com'),
    platform: [writesLog(log), ...platform],
    condition,
  });
  const made = new CfnFunction(stack, `${logicalId(name)}Function`, {
    functionName: principal,
    description,
    runtime: 'nodejs24.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    role: role.attrArn,
    code: {
      s3Bucket: parameters.CodeBucket.valueAsString,
      s3Key: `${parameters.CodePrefix.valueAsString}/${name}.zip`,
    },
    memorySize: 512,
    timeout,
    loggingConfig: { logGroup: log.ref },
    environment: {
      variables: {
        CLOSELOOP_LEDGER_PREFIX: parameters.LedgerPrefix.valueAsString,
        CLOSELOOP_SECRETS: secretsOf(principal),
        TEMPORAL_ADDRESS: parameters.TemporalAddress.valueAsString,
        TEMPORAL_NAMESPACE: parameters.TemporalNamespace.valueAsString,
      },
    },
  });
  onlyIf(condition, made);
  return made;
}

/** The name of the SSM parameter with a principal's secrets, as controls/scopes.ts knows it. */
export function secretsOf(principal: PrincipalName): string {
  return `/closeloop/${shortName(principal)}`;
}

function writesLog(log: CfnLogGroup): PlatformStatement {
  return {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // This one group and its streams, whose names Lambda chooses.
    Resource: Fn.join('', [
      `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:`,
      log.ref,
      ':*',
    ]),
  };
}

/**
 * An address for senders that sign what they send. It needs both permissions since October 2025:
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export function publicUrl(
  stack: Stack,
  name: string,
  { made: of, condition }: { readonly made: CfnFunction; readonly condition: Condition },
): CfnUrl {
  const id = logicalId(name);
  const url = new CfnUrl(stack, `${id}Url`, { authType: 'NONE', targetFunctionArn: of.attrArn });
  const permissions = [
    new CfnPermission(stack, `${id}UrlPermission`, {
      action: 'lambda:InvokeFunctionUrl',
      functionName: of.ref,
      principal: '*',
      functionUrlAuthType: 'NONE',
    }),
    new CfnPermission(stack, `${id}ThroughUrlPermission`, {
      action: 'lambda:InvokeFunction',
      functionName: of.ref,
      principal: '*',
      invokedViaFunctionUrl: true,
    }),
  ];
  onlyIf(condition, url, ...permissions);
  return url;
}
