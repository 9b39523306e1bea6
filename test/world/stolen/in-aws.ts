/** What a thief does in AWS with the keys of one principal. */
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SNS } from '@aws-sdk/client-sns';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { ensureReceiptKey } from '../../../activities/decisions/ensure-key.ts';
import { kmsReceipts } from '../../../activities/decisions/receipts.ts';
import { TABLES } from '../../../activities/ledger/dynamodb/table-names.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';
import { TOPIC_ARN } from '../../../sandbox/world.ts';
import type { World } from '../../../sandbox/world.ts';
import { draft, tell } from './people.ts';
import type { Move, Setting, Victim } from './setting.ts';

/** Changes a row of any table to what suits the thief; who may not is denied. */
export const forgesRow: Move = async ({ world }, victim, die) => {
  const [first, ...others] = TABLES;
  const table = die.pick([first, ...others]);
  const TableName = `closeloop-${table}`;
  const admin = DynamoDBDocument.from(new DynamoDB(at(world, world.aws.credentials(HUB_ACCOUNT))));
  const mine = DynamoDBDocument.from(new DynamoDB(at(world, keysOf(world, victim))));
  try {
    const { Items = [] } = await admin.scan({ TableName, ConsistentRead: true });
    const about = Items.filter((item) => item['workflowId'] === victim.workflowId);
    const of = about.length > 0 ? about : Items;
    const item = of[Math.floor(die.roll() * of.length)];
    if (item === undefined) return `${table} is empty`;
    const answer = await denied(mine.put({ TableName, Item: { ...item, ...twisted(item) } }));
    // The other findings of this world need policies and people as they were.
    if (answer === 'done' && about.length === 0)
      victim.putBack.push(() => putBack(world, table, item));
    return `${table}: ${answer}`;
  } finally {
    mine.destroy();
    admin.destroy();
  }
};

async function putBack(world: World, table: string, Item: Record<string, unknown>): Promise<void> {
  const admin = DynamoDBDocument.from(new DynamoDB(at(world, world.aws.credentials(HUB_ACCOUNT))));
  await admin.put({ TableName: `closeloop-${table}`, Item });
  admin.destroy();
}

/** What stands in rows and would help, if somebody believed it. */
const WISHES: Readonly<Record<string, unknown>> = {
  severity: 'LOW',
  automated: true,
  mode: 'enforce',
  approvalFrom: null,
  members: ['mallory', 'linus'],
  lead: 'mallory',
  verdict: 'fixed',
  on: false,
};

function twisted(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, was]) => {
      if (Object.hasOwn(WISHES, name)) return [name, WISHES[name]];
      const isMap =
        typeof was === 'object' && was !== null && Object.getPrototypeOf(was) === Object.prototype;
      return [name, isMap ? twisted(Object(was)) : was];
    }),
  );
}

/** Every other call that would do harm at once. */
export const callsAws: Move = async ({ world }, victim, die) => {
  const { bucket, account, region, finding } = victim;
  const config = at(world, keysOf(world, victim));
  const FindingIdentifiers = [{ Id: finding.id, ProductArn: finding.productArn }];
  const calls = {
    resolve: async () => {
      const Workflow = { Status: die.pick(['RESOLVED', 'SUPPRESSED']) };
      return await new SecurityHub(config).batchUpdateFindings({ FindingIdentifiers, Workflow });
    },
    relabel: async () =>
      await new SecurityHub(config).batchUpdateFindings({
        FindingIdentifiers,
        Severity: { Label: 'LOW' },
      }),
    becomeRemediate: async () => await become(config, account, 'closeloop-remediate'),
    becomeAutomation: async () => await become(config, account, 'closeloop-automation'),
    start: async () =>
      await new SSM({ ...config, region }).startAutomationExecution({
        DocumentName: 'Closeloop-S3PublicAccess',
        Parameters: { BucketName: [bucket] },
      }),
    sign: async () =>
      await new KMS(config).generateMac({
        KeyId: 'alias/closeloop-runtime',
        MacAlgorithm: 'HMAC_SHA_256',
        Message: Buffer.from('forged'),
      }),
    open: async () =>
      await new S3({ ...config, region, forcePathStyle: true }).deletePublicAccessBlock({
        Bucket: bucket,
      }),
    publish: async () =>
      await new SNS(config).publish({ TopicArn: TOPIC_ARN, Message: '{"kind":"forged"}' }),
  };
  const name = die.pick([
    'resolve',
    'relabel',
    'becomeRemediate',
    'becomeAutomation',
    'start',
    'sign',
    'open',
    'publish',
  ]);
  return `${name}: ${await denied(calls[name]())}`;
};

/** The receipt of the chat channel for an approval that nobody gave, by whoever may sign with its key. */
export async function signsForChat(setting: Setting, victim: Victim): Promise<string> {
  const said = { person: 'radia', decision: 'approve', door: 'chat' } as const;
  const forged = await draft(setting, victim, said);
  if (forged === null) return 'nothing to approve';
  const kms = new KMS(at(setting.world, keysOf(setting.world, victim)));
  let value = '';
  const sign = async () => (value = await kmsReceipts(kms, CHAT_KEY).issue(forged));
  const answer = await denied(sign());
  if (answer === 'denied') return answer;
  return await tell(setting, victim.workflowId, 'approve', {
    ...forged,
    proof: { kind: 'receipt', value },
  });
}

/** Makes that key, as a deployment of the chat channel does. */
export async function makeChatKey(world: World): Promise<void> {
  await ensureReceiptKey(new KMS(at(world, world.aws.credentials(HUB_ACCOUNT))), CHAT_KEY);
}

const CHAT_KEY = 'alias/closeloop-door-chat';

async function become(config: ReturnType<typeof at>, account: string, role: string): Promise<void> {
  const RoleArn = `arn:aws:iam::${account}:role/${role}`;
  await new STS(config).assumeRole({ RoleArn, RoleSessionName: 'thief' });
}

function keysOf({ aws }: World, { stolen }: Victim) {
  return aws.gateway.principals.hub(stolen);
}

function at({ aws }: World, credentials: ReturnType<World['aws']['credentials']>) {
  return { endpoint: aws.url, region: HUB_REGION, credentials, maxAttempts: 1 };
}

/** Only a refusal by AWS is expected. */
export async function denied(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (
      error instanceof Error &&
      /AccessDenied|not authorized/.test(`${error.name} ${error.message}`)
    )
      return 'denied';
    throw error;
  }
}
