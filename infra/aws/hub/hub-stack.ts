/** The hub: everything of Closeloop in its own account, in the Region in which Security Hub aggregates. */
import { Aws, CfnCondition, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';

import { PRINCIPALS } from '../../../controls/roles.ts';
import type { PrincipalName } from '../../../controls/roles.ts';
import { scopesOf } from '../../../controls/scopes.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import { macAliases } from '../grants/mac-aliases.ts';
import type { Hub } from '../grants/place.ts';
import { channels, TOPIC_ARN } from './channels.ts';
import { intake } from './intake.ts';
import { hubParameters } from './parameters.ts';
import { principalRole, trustsSessionsOf } from './principals.ts';
import { dataKey, EVIDENCE_BUCKET, evidenceBucket, ledgerTables, macKey } from './storage.ts';
import { workers } from './workers.ts';

/** `remediation` is the release's table, from which the EventBridge rules are made. */
export function hubStack(app: App, remediation: readonly RemediationRow[]): Stack {
  const stack = new Stack(app, 'closeloop-hub', {
    description: 'Closeloop: ledger, evidence, keys, intake, channels and workers',
  });
  const parameters = hubParameters(stack);
  const key = dataKey(stack);
  ledgerTables(stack, parameters, key);
  const bucket = evidenceBucket(stack, parameters, key);
  const keys = new Map(
    macAliases().map((alias) => [alias, macKey(stack, alias, signerOf(alias)).attrArn]),
  );
  const hub: Hub = {
    partition: Aws.PARTITION,
    region: Aws.REGION,
    account: Aws.ACCOUNT_ID,
    ledgerPrefix: parameters.LedgerPrefix.valueAsString,
    evidenceBucket: EVIDENCE_BUCKET,
    topicArn: TOPIC_ARN,
    securityHubRegion: parameters.SecurityHubRegion.valueAsString,
    modelArns: parameters.ModelArns.valueAsList,
    keyOf: (alias) => known(keys.get(alias), alias),
  };
  intake(stack, { hub, parameters, remediation });
  channels(stack, { hub, parameters, key });
  workers(stack, { hub, parameters });
  consoleRole(stack, hub, parameters.ConsolePrincipalArns.valueAsList);
  new CfnOutput(stack, 'EvidenceBucketName', { value: bucket.ref });
  return stack;
}

/** Of the keys that make MACs each has one signer: two would sign for each other. */
function signerOf(alias: string): PrincipalName {
  const [signer, ...others] = PRINCIPALS.filter((principal) =>
    scopesOf(principal).some((scope) => scope.alias === alias),
  );
  if (signer === undefined || others.length > 0)
    throw new Error(`Expected one principal that signs with ${alias}, not ${others.length + 1}.`);
  return signer;
}

function known(arn: string | undefined, alias: string): string {
  if (arn === undefined) throw new Error(`The hub has no key for ${alias}.`);
  return arn;
}

/** The role under which people use the CLI; without principals nobody does. */
function consoleRole(stack: Stack, hub: Hub, arns: readonly string[]): void {
  const condition = new CfnCondition(stack, 'HasConsolePrincipals', {
    expression: Fn.conditionNot(Fn.conditionEquals(Fn.join('', [...arns]), '')),
  });
  principalRole(stack, 'closeloop-console', { hub, trust: trustsSessionsOf(arns), condition });
}
