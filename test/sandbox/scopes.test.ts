/** The gateway enforces where a principal may use its actions: controls/scopes.ts. */
import assert from 'node:assert/strict';

import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

import { createTables } from '../../activities/ledger/dynamodb/create-tables.ts';
import { TABLES } from '../../activities/ledger/dynamodb/table-names.ts';
import type { Table } from '../../activities/ledger/dynamodb/table-names.ts';
import { keyOf } from '../../activities/ledger/dynamodb/tables.ts';
import { HUB_PRINCIPALS, HUB_REGION } from '../../sandbox/aws/gateway/principals.ts';
import type { HubPrincipal } from '../../sandbox/aws/gateway/principals.ts';
import { HUB, PAYMENTS } from '../builders/asff.ts';
import { as, assume, withSandboxAws } from './with-sandbox-aws.ts';

/** The tables in which each principal may put an item whose partition key is "any". */
const WRITES: Readonly<Record<HubPrincipal, readonly Table[]>> = {
  'closeloop-starter': ['findings'],
  'closeloop-orchestrator': ['lifecycles', 'events', 'ownership', 'remediation', 'messages'],
  'closeloop-closer': ['lifecycles', 'findings', 'events', 'exceptions', 'messages', 'proofs'],
  'closeloop-runtime': ['lifecycles', 'events', 'messages', 'executions'],
  'closeloop-code': ['lifecycles', 'events', 'messages'],
  'closeloop-audit': ['seals'],
  'closeloop-console': ['findings', 'refusals'],
  'closeloop-slack': [],
  'closeloop-slack-interactivity': ['refusals'],
  'closeloop-tickets': [],
  'closeloop-tickets-webhook': ['refusals'],
  'closeloop-teams': [],
  'closeloop-github': [],
};

describe('the scope of a principal', () => {
  const sandbox = withSandboxAws();
  before(async () => {
    const dynamodb = new DynamoDB(as(sandbox(), sandbox().gateway.principals.admin(HUB)));
    await createTables(dynamodb, 'closeloop');
    dynamodb.destroy();
  });
  const hub = (name: HubPrincipal) => as(sandbox(), sandbox().gateway.principals.hub(name));

  const put = async (by: HubPrincipal, table: Table, partition = 'any') => {
    const key = keyOf(table);
    const sort = key.sort === null ? {} : { [key.sort]: { S: 'any' } };
    const Item = { [key.partition]: { S: partition }, ...sort };
    const dynamodb = new DynamoDB(hub(by));
    const allowed = await isAllowed(dynamodb.putItem({ TableName: `closeloop-${table}`, Item }));
    dynamodb.destroy();
    return allowed;
  };

  for (const principal of HUB_PRINCIPALS) {
    it(`${principal} puts items only into the tables that docs/ledger.md gives it`, async () => {
      const into: Table[] = [];
      for (const table of TABLES) if (await put(principal, table)) into.push(table);
      assert.deepEqual(into.toSorted(), [...WRITES[principal]].toSorted());
    });
  }

  it('the scope of a principal narrows the partition key where two principals write one table', async () => {
    const cases: readonly (readonly [HubPrincipal, Table, string, boolean])[] = [
      ['closeloop-orchestrator', 'settings', 'remediation', true],
      ['closeloop-orchestrator', 'settings', 'kill-switch', false],
      ['closeloop-console', 'settings', 'kill-switch', true],
      ['closeloop-console', 'settings', 'remediation', false],
      ['closeloop-runtime', 'caps', 'account#111122223333#2026-11-30T10', true],
      ['closeloop-runtime', 'caps', 'fix#1', false],
      ['closeloop-code', 'caps', 'fix#1', true],
      ['closeloop-code', 'caps', 'account#111122223333#2026-11-30T10', false],
    ];
    for (const [by, table, key, allowed] of cases) {
      assert.equal(await put(by, table, key), allowed, `${by} ${table} ${key}`);
    }
  });

  it('a table named by its ARN, and an item in a transaction, are narrowed alike', async () => {
    const dynamodb = new DynamoDB(hub('closeloop-orchestrator'));
    const arn = `arn:aws:dynamodb:eu-west-1:${HUB}:table/closeloop-executions`;
    const Item = { workflowId: { S: 'any' }, item: { S: 'any' } };
    assert.equal(await isAllowed(dynamodb.putItem({ TableName: arn, Item })), false);
    const allowed = { TableName: 'closeloop-events', Item: { ...Item, sequence: { S: 'any' } } };
    const denied = { TableName: 'closeloop-executions', Item };
    const TransactItems = [{ Put: allowed }, { Put: denied }];
    assert.equal(await isAllowed(dynamodb.transactWriteItems({ TransactItems })), false);
    dynamodb.destroy();
  });

  it('a worker assumes only its own role in workload accounts', async () => {
    const runtime = new STS(hub('closeloop-runtime'));
    assert.equal(await mayAssume(runtime, 'closeloop-remediate'), true);
    const readers = ['closeloop-orchestrator', 'closeloop-closer', 'closeloop-code'] as const;
    for (const by of [...readers, 'closeloop-console'] as const) {
      assert.equal(await mayAssume(new STS(hub(by)), 'closeloop-verify'), true, by);
      assert.equal(await mayAssume(new STS(hub(by)), 'closeloop-remediate'), false, by);
    }
  });

  it('the closer changes workflow status, note and own fields of a finding, and nothing else', async () => {
    const securityHub = new SecurityHub(hub('closeloop-closer'));
    const FindingIdentifiers = [
      { Id: 'f', ProductArn: 'arn:aws:securityhub:eu-west-1::product/a/b' },
    ];
    const update = async (change: object) =>
      await isAllowed(securityHub.batchUpdateFindings({ FindingIdentifiers, ...change }));
    assert.equal(await update({ Workflow: { Status: 'RESOLVED' } }), true);
    assert.equal(await update({ Severity: { Label: 'LOW' } }), false);
    assert.equal(await update({ Workflow: { Status: 'RESOLVED' }, Types: ['x/y/z'] }), false);
    securityHub.destroy();
  });

  const get = async (by: HubPrincipal, Key: string) => {
    const s3 = new S3(hub(by));
    const allowed = await isAllowed(s3.getObject({ Bucket: 'acme-evidence', Key }));
    s3.destroy();
    return allowed;
  };

  it('the console reads objects of evidence, and no other object; no worker reads evidence', async () => {
    const admin = new S3(as(sandbox(), sandbox().gateway.principals.admin(HUB)));
    await admin.createBucket({
      Bucket: 'acme-evidence',
      CreateBucketConfiguration: { LocationConstraint: HUB_REGION },
    });
    for (const Key of ['evidence/a/v-1.json', 'state/terraform.tfstate'])
      await admin.putObject({ Bucket: 'acme-evidence', Key, Body: '{}' });
    assert.equal(await get('closeloop-console', 'evidence/a/v-1.json'), true);
    assert.equal(await get('closeloop-console', 'state/terraform.tfstate'), false);
    const others = HUB_PRINCIPALS.filter((name) => name !== 'closeloop-console');
    for (const name of others) assert.equal(await get(name, 'evidence/a/v-1.json'), false, name);
    admin.destroy();
  });

  it('a key makes MACs only under the alias of its owner', async () => {
    const kms = new KMS(hub('closeloop-slack-interactivity'));
    const Message = Buffer.from('forged');
    const sign = async (KeyId: string) =>
      await isAllowed(kms.generateMac({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' }));
    assert.equal(await sign('alias/closeloop-runtime'), false);
    kms.destroy();
  });

  it('each principal that has secrets reads its own parameter and no other', async () => {
    const admin = new SSM(as(sandbox(), sandbox().gateway.principals.admin(HUB)));
    for (const by of HUB_PRINCIPALS)
      await admin.putParameter({ Name: nameOf(by), Value: `{"OF":"${by}"}`, Type: 'SecureString' });
    admin.destroy();
    for (const by of HUB_PRINCIPALS) {
      const ssm = new SSM(hub(by));
      const read: string[] = [];
      for (const Name of HUB_PRINCIPALS.map(nameOf))
        if (await isAllowed(ssm.getParameter({ Name, WithDecryption: true }))) read.push(Name);
      ssm.destroy();
      assert.deepEqual(read, by === 'closeloop-console' ? [] : [nameOf(by)]);
    }
  });

  it('the remediation role starts the documents of controls and passes the automation role, and nothing else', async () => {
    const ssm = new SSM(as(sandbox(), await assume(sandbox(), PAYMENTS, 'closeloop-remediate')));
    const start = async (DocumentName: string, role: string, DocumentVersion = '1') =>
      await isAllowed(
        ssm.startAutomationExecution({
          DocumentName,
          DocumentVersion,
          Parameters: {
            BucketName: ['logs'],
            AutomationAssumeRole: [`arn:aws:iam::${PAYMENTS}:role/${role}`],
          },
        }),
      );
    const ours = 'Closeloop-S3PublicAccess';
    assert.equal(await start(ours, 'closeloop-automation'), true);
    assert.equal(await start(ours, 'admin'), false);
    assert.equal(await start(ours, 'closeloop-automation', '2'), false);
    assert.equal(await start('AWS-RunPowerShellScript', 'closeloop-automation'), false);
    ssm.destroy();
  });
});

/** The SSM parameter with a principal's secrets. */
function nameOf(by: HubPrincipal): string {
  return by.replace('closeloop-', '/closeloop/');
}

/** False when the call is denied; other failures of it are failures of the test. */
async function isAllowed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    assert.match(String(error), /AccessDenied/);
    return false;
  }
}

async function mayAssume(sts: STS, role: string): Promise<boolean> {
  const RoleArn = `arn:aws:iam::${PAYMENTS}:role/${role}`;
  const allowed = await isAllowed(sts.assumeRole({ RoleArn, RoleSessionName: 'test' }));
  sts.destroy();
  return allowed;
}
