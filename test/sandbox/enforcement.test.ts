import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SSM } from '@aws-sdk/client-ssm';

import { HUB, PAYMENTS } from '../builders/asff.ts';
import { admin, as, assume, withSandboxAws } from './with-sandbox-aws.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'closeloop-orchestrator': ['sts:AssumeRole', 'dynamodb:PutItem'],
  'closeloop-runtime': ['sts:AssumeRole'],
  'closeloop-verify': ['s3:GetBucketAcl'],
  'closeloop-remediate': ['ssm:StartAutomationExecution'],
};
const folder = mkdtempSync(join(tmpdir(), 'closeloop-log-'));
const logFile = join(folder, 'calls.jsonl');

describe('a role does only what its list allows', () => {
  const sandbox = withSandboxAws({ actionsOf: (name) => ALLOWED[name] ?? [], logFile });
  const verifier = async () =>
    new S3(as(sandbox(), await assume(sandbox(), PAYMENTS, 'closeloop-verify')));

  before(async () => {
    await admin(sandbox(), PAYMENTS).s3.createBucket({ Bucket: 'logs' });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('the sandbox lets a role make a call that its action list allows', async () => {
    assert.ok((await (await verifier()).getBucketAcl({ Bucket: 'logs' })).Owner);
  });

  it('the sandbox denies other calls and names the IAM action, which can differ from the API operation', async () => {
    const s3 = await verifier();
    await assert.rejects(s3.getBucketEncryption({ Bucket: 'logs' }), {
      name: 'AccessDenied',
      message: /closeloop-verify.*s3:GetEncryptionConfiguration on resource: arn:aws:s3:::logs/,
    });
    const block = { Bucket: 'logs', PublicAccessBlockConfiguration: { BlockPublicAcls: true } };
    await assert.rejects(s3.putPublicAccessBlock(block), {
      name: 'AccessDenied',
      message: /s3:PutBucketPublicAccessBlock/,
    });
    await assert.rejects(s3.listBuckets({}), { message: /s3:ListAllMyBuckets/ });
  });

  it('a denied call changes nothing', async () => {
    const s3 = await verifier();
    const wanted = { Bucket: 'logs', VersioningConfiguration: { Status: 'Enabled' as const } };
    await assert.rejects(s3.putBucketVersioning(wanted), { name: 'AccessDenied' });
    const { Status } = await admin(sandbox(), PAYMENTS).s3.getBucketVersioning({ Bucket: 'logs' });
    assert.equal(Status, undefined);
  });

  it('the sandbox denies a call of a JSON service in JSON', async () => {
    const config = as(sandbox(), sandbox().gateway.principals.hub('closeloop-orchestrator'));
    await assert.rejects(new SecurityHub(config).getFindings({}), {
      name: 'AccessDeniedException',
      message: /securityhub:GetFindings/,
    });
    await assert.rejects(new DynamoDB(config).listTables({}), { name: 'AccessDeniedException' });
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  it('a DynamoDB transaction needs the permission of each kind of item', async () => {
    const config = as(sandbox(), sandbox().gateway.principals.hub('closeloop-orchestrator'));
    const item = { TableName: 'closeloop-events', Item: { id: { S: '1' } } };
    const check = {
      TableName: 'closeloop-events',
      Key: { id: { S: '1' } },
      ConditionExpression: 'attribute_exists(id)',
    };
    const transaction = { TransactItems: [{ Put: item }, { ConditionCheck: check }] };
    await assert.rejects(new DynamoDB(config).transactWriteItems(transaction), {
      message: /dynamodb:ConditionCheckItem/,
    });
  });

  // https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html
  it('starting Automation with a role needs iam:PassRole', async () => {
    const ssm = new SSM(as(sandbox(), await assume(sandbox(), PAYMENTS, 'closeloop-remediate')));
    const DocumentName = 'AWS-ConfigureS3BucketVersioning';
    const AutomationAssumeRole = [`arn:aws:iam::${PAYMENTS}:role/closeloop-automation`];
    const Parameters = { BucketName: ['logs'], AutomationAssumeRole };
    await assert.rejects(ssm.startAutomationExecution({ DocumentName, Parameters }), {
      name: 'AccessDeniedException',
      message: /iam:PassRole/,
    });
  });

  it('a runbook can do no more than the automation role', async () => {
    const { ssm } = admin(sandbox(), PAYMENTS);
    const { AutomationExecutionId } = await ssm.startAutomationExecution({
      DocumentName: 'AWS-ConfigureS3BucketVersioning',
      Parameters: {
        BucketName: ['logs'],
        AutomationAssumeRole: [`arn:aws:iam::${PAYMENTS}:role/closeloop-automation`],
      },
    });
    await sandbox().gateway.idle();
    const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId });
    assert.match(AutomationExecution?.FailureMessage ?? '', /AccessDenied.*s3:PutBucketVersioning/);
  });

  it('the sandbox logs each call with principal, action, resource and outcome', async () => {
    const s3 = await verifier();
    await s3.getBucketAcl({ Bucket: 'logs' });
    await assert.rejects(s3.getBucketPolicy({ Bucket: 'logs' }));
    const [acl, policy] = sandbox().gateway.log().slice(-2);
    assert.ok(acl && policy);
    const { at, ...fields } = acl;
    assert.ok(!Number.isNaN(Date.parse(at)));
    assert.deepEqual(fields, {
      principalArn: `arn:aws:iam::${PAYMENTS}:role/closeloop-verify`,
      session: 'test',
      account: PAYMENTS,
      region: 'eu-west-1',
      service: 's3',
      operation: 'GetBucketAcl',
      action: 's3:GetBucketAcl',
      actions: ['s3:GetBucketAcl'],
      resource: 'arn:aws:s3:::logs',
      status: 200,
    });
    assert.equal(policy.status, 403);
    assert.equal(policy.errorCode, 'AccessDenied');
  });

  it('the sandbox logs error codes of the back end, and writes the same lines to a file', async () => {
    const { s3 } = admin(sandbox(), HUB);
    await assert.rejects(s3.getBucketTagging({ Bucket: 'nowhere' }));
    const last = sandbox().gateway.log().at(-1);
    assert.equal(last?.errorCode, 'NoSuchBucket');
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    assert.deepEqual(JSON.parse(lines.at(-1) ?? ''), last);
  });
});
