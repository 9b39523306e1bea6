import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';

import { CLOSER_KEY } from '../../activities/closing/seal.ts';
import { ensureReceiptKey } from '../../activities/decisions/ensure-key.ts';
import { RUNTIME_KEY } from '../../activities/decisions/receipts.ts';
import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import type { Ledger } from '../../activities/ledger/ledger.ts';
import { AUDIT_KEY } from '../../activities/sealing/seals.ts';
import { CONTROLS } from '../../controls/index.ts';
import { applyRoutes } from '../../policies/apply-routes.ts';
import { loadPolicies } from '../../policies/load.ts';
import { routedTypes, routeRules } from '../../policies/routes.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../aws/gateway/principals.ts';
import type { SandboxAws } from '../aws/sandbox-aws.ts';
import { EVIDENCE_BUCKET } from './environments.ts';

/** Creates what an installation has in the hub account: tables, evidence bucket, topic, key and EventBridge rules. */
export async function prepareHub(
  aws: SandboxAws,
  of: {
    readonly policiesDir: string;
    readonly starterArn: string;
    readonly stops: (() => Promise<unknown>)[];
  },
): Promise<Ledger> {
  const config = {
    endpoint: aws.url,
    region: HUB_REGION,
    credentials: aws.credentials(HUB_ACCOUNT),
  };
  const dynamo = new DynamoDBClient({ ...config, maxAttempts: 1 });
  const events = new EventBridge(config);
  const kms = new KMS(config);
  const sns = new SNS(config);
  const s3 = new S3({ ...config, forcePathStyle: true });
  of.stops.push(async () => {
    for (const client of [dynamo, events, kms, sns, s3]) client.destroy();
  });
  const { remediation } = await loadPolicies(of.policiesDir);
  await Promise.all([
    createTables(dynamo, 'closeloop'),
    ensureReceiptKey(kms, RUNTIME_KEY),
    ensureReceiptKey(kms, CLOSER_KEY),
    ensureReceiptKey(kms, AUDIT_KEY),
    sns.createTopic({ Name: 'closeloop' }),
    createEvidenceBucket(s3),
    applyRoutes(events, routeRules(routedTypes(remediation, CONTROLS)), {
      targetArn: of.starterArn,
    }),
  ]);
  return dynamoLedger(openStore(dynamo, 'closeloop'));
}

/** Workers name no retention of their own: the bucket's default is the only one. */
async function createEvidenceBucket(s3: S3): Promise<void> {
  await s3.createBucket({
    Bucket: EVIDENCE_BUCKET,
    CreateBucketConfiguration: { LocationConstraint: HUB_REGION },
    ObjectLockEnabledForBucket: true,
  });
  await s3.putObjectLockConfiguration({
    Bucket: EVIDENCE_BUCKET,
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } },
    },
  });
}
