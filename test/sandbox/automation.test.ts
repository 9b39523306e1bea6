import assert from 'node:assert/strict';

import { S3 } from '@aws-sdk/client-s3';
import { SSM, type StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';

import { SENTINELS } from '../../sandbox/aws/sentinels.ts';
import { DATA, PAYMENTS } from '../builders/asff.ts';
import { admin, as, assume, withSandboxAws } from './with-sandbox-aws.ts';

const AUTOMATION_ROLE = `arn:aws:iam::${PAYMENTS}:role/closeloop-automation`;
const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

describe('Automation runs runbooks for real', () => {
  const sandbox = withSandboxAws();
  const s3 = () => admin(sandbox(), PAYMENTS).s3;
  const remediator = async () =>
    new SSM(as(sandbox(), await assume(sandbox(), PAYMENTS, 'closeloop-remediate')));

  /** Starts as closeloop-remediate and waits for the end. */
  const run = async (request: StartAutomationExecutionRequest) => {
    const ssm = await remediator();
    const { AutomationExecutionId } = await ssm.startAutomationExecution(request);
    await sandbox().gateway.idle();
    const { AutomationExecution } = await ssm.getAutomationExecution({ AutomationExecutionId });
    assert.ok(AutomationExecution);
    return AutomationExecution;
  };
  beforeEach(async () => {
    await sandbox().reset();
    await s3().createBucket({ Bucket: 'logs' });
  });

  it('an Automation execution changes the bucket and shows each step', async () => {
    const execution = await run(versioning('logs'));
    assert.equal(execution.AutomationExecutionStatus, 'Success');
    assert.equal((await s3().getBucketVersioning({ Bucket: 'logs' })).Status, 'Enabled');
    assert.deepEqual(execution.Parameters?.['VersioningState'], ['Enabled']);
    assert.ok(execution.ExecutionStartTime instanceof Date);
    assert.ok(execution.ExecutionEndTime instanceof Date);
    const [step] = execution.StepExecutions ?? [];
    assert.equal(step?.StepName, 'PutBucketVersioning');
    assert.equal(step?.StepStatus, 'Success');
    assert.equal(step?.Inputs?.['Bucket'], 'logs');
  });

  it('a runbook calls AWS as the automation role of the target account, and the log shows it', async () => {
    const { AutomationExecutionId } = await run(versioning('logs'));
    const made = sandbox()
      .gateway.log()
      .filter(({ via }) => via === `automation:${AutomationExecutionId}`);
    assert.deepEqual(
      made.map(({ principalArn, action, resource }) => ({ principalArn, action, resource })),
      [
        { principalArn: 'ssm.amazonaws.com', action: 'sts:AssumeRole', resource: AUTOMATION_ROLE },
        {
          principalArn: AUTOMATION_ROLE,
          action: 's3:PutBucketVersioning',
          resource: 'arn:aws:s3:::logs',
        },
      ],
    );
  });

  it('a runbook sets default encryption with the requested algorithm', async () => {
    const execution = await run({
      DocumentName: 'AWS-EnableS3BucketEncryption',
      Parameters: {
        BucketName: ['logs'],
        SSEAlgorithm: ['aws:kms'],
        AutomationAssumeRole: [AUTOMATION_ROLE],
      },
    });
    assert.equal(execution.AutomationExecutionStatus, 'Success');
    const { ServerSideEncryptionConfiguration: set } = await s3().getBucketEncryption({
      Bucket: 'logs',
    });
    const [rule] = set?.Rules ?? [];
    assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'aws:kms');
  });

  it("Closeloop's own document makes a public bucket private and keeps the other grants", async () => {
    await openToTheWorld();
    const execution = await run({
      DocumentName: 'Closeloop-S3PublicAccess',
      DocumentVersion: '1',
      Parameters: { BucketName: ['logs'], AutomationAssumeRole: [AUTOMATION_ROLE] },
    });
    assert.equal(execution.FailureMessage, undefined);
    assert.equal(execution.AutomationExecutionStatus, 'Success');
    const { Grants } = await s3().getBucketAcl({ Bucket: 'logs' });
    assert.deepEqual(
      Grants?.map(({ Grantee, Permission }) => [Grantee?.Type, Permission]),
      [['CanonicalUser', 'FULL_CONTROL']],
    );
    const { PublicAccessBlockConfiguration: block } = await s3().getPublicAccessBlock({
      Bucket: 'logs',
    });
    assert.deepEqual(Object.values(block ?? {}), [true, true, true, true]);
    const [before] = execution.Outputs?.['ReadAcl.Grants'] ?? [];
    assert.match(before ?? '', /AllUsers|CanonicalUser/);
  });

  it('the sandbox’s Automation starts one execution for a client token and marks the repeated call in the log', async () => {
    const ssm = await remediator();
    const request = versioning('logs', crypto.randomUUID());
    const first = await ssm.startAutomationExecution(request);
    const second = await ssm.startAutomationExecution(request);
    await sandbox().gateway.idle();
    assert.equal(second.AutomationExecutionId, first.AutomationExecutionId);
    const starts = sandbox()
      .gateway.log()
      .filter(({ operation }) => operation === 'StartAutomationExecution');
    assert.deepEqual(
      starts.map(({ replayed }) => replayed ?? false),
      [false, true],
    );
    const writes = sandbox()
      .gateway.log()
      .filter(({ action }) => action === 's3:PutBucketVersioning');
    assert.equal(writes.length, 1);
  });

  it('the sandbox’s Automation refuses a used client token with other parameters', async () => {
    const ssm = await remediator();
    const token = crypto.randomUUID();
    await ssm.startAutomationExecution(versioning('logs', token));
    await assert.rejects(ssm.startAutomationExecution(versioning('other', token)), {
      name: 'IdempotentParameterMismatch',
    });
  });

  it('the sandbox’s Automation accepts only a UUID as client token', async () => {
    const ssm = await remediator();
    await assert.rejects(ssm.startAutomationExecution(versioning('logs', 'retry-1')), {
      name: 'ValidationException',
      message: /clientToken/,
    });
  });

  for (const [what, Parameters, message] of [
    ['an unknown parameter', { BucketName: ['logs'], Bucket: ['logs'] }, /Bucket/],
    ['a missing parameter', {}, /BucketName.*no default/],
    [
      'a value outside the allowed ones',
      { BucketName: ['logs'], VersioningState: ['On'] },
      /Enabled/,
    ],
    ['two values for one', { BucketName: ['logs', 'more'] }, /exactly one/],
    [
      'a role of another account',
      {
        BucketName: ['logs'],
        AutomationAssumeRole: [`arn:aws:iam::${DATA}:role/closeloop-automation`],
      },
      /unable to be assumed/,
    ],
    [
      'a role that Automation may not assume',
      {
        BucketName: ['logs'],
        AutomationAssumeRole: [`arn:aws:iam::${PAYMENTS}:role/closeloop-verify`],
      },
      /unable to be assumed/,
    ],
  ] as const) {
    it(`the sandbox’s Automation refuses to start a runbook with ${what}`, async () => {
      // An administrator may pass any role, so that it is Automation that refuses.
      const { ssm } = admin(sandbox(), PAYMENTS);
      const request = { DocumentName: 'AWS-ConfigureS3BucketVersioning', Parameters };
      await assert.rejects(
        ssm.startAutomationExecution(request as StartAutomationExecutionRequest),
        {
          name: 'InvalidAutomationExecutionParametersException',
          message,
        },
      );
    });
  }

  it('the sandbox’s Automation refuses to run a document or a version that does not exist', async () => {
    const { ssm } = admin(sandbox(), PAYMENTS);
    const start = (DocumentName: string, DocumentVersion: string) =>
      ssm.startAutomationExecution({ ...versioning('logs'), DocumentName, DocumentVersion });
    await assert.rejects(start('Nobody-Wrote', '1'), {
      name: 'AutomationDefinitionNotFoundException',
    });
    await assert.rejects(start('AWS-ConfigureS3BucketVersioning', '99'), {
      name: 'AutomationDefinitionVersionNotFoundException',
    });
  });

  it("the sandbox’s Automation reports a failing step with the service's error", async () => {
    const execution = await run(versioning('no-such-bucket'));
    assert.equal(execution.AutomationExecutionStatus, 'Failed');
    assert.match(
      execution.FailureMessage ?? '',
      /An error occurred \(NoSuchBucket\) when calling the PutBucketVersioning operation/,
    );
    assert.equal(execution.StepExecutions?.[0]?.StepStatus, 'Failed');
  });

  it('a runbook for a bucket named runbook-fails fails as under a service control policy', async () => {
    const Bucket = `logs-${SENTINELS.runbookFails}`;
    await s3().createBucket({ Bucket });
    const execution = await run(versioning(Bucket));
    assert.equal(execution.AutomationExecutionStatus, 'Failed');
    assert.match(execution.FailureMessage ?? '', /AccessDenied.*service control policy/);
    assert.equal((await s3().getBucketVersioning({ Bucket })).Status, undefined);
  });

  it('a runbook for a bucket named runbook-lies succeeds and changes nothing', async () => {
    const Bucket = `logs-${SENTINELS.runbookLies}`;
    await s3().createBucket({ Bucket });
    const execution = await run(versioning(Bucket));
    assert.equal(execution.AutomationExecutionStatus, 'Success');
    assert.equal((await s3().getBucketVersioning({ Bucket })).Status, undefined);
  });

  it('the sandbox’s Automation denies closeloop-verify the reads of a bucket named read-denied', async () => {
    const Bucket = `logs-${SENTINELS.readDenied}`;
    await s3().createBucket({ Bucket });
    const credentials = await assume(sandbox(), PAYMENTS, 'closeloop-verify');
    const verifier = new S3(as(sandbox(), credentials));
    await assert.rejects(verifier.getBucketAcl({ Bucket }), { name: 'AccessDenied' });
    assert.ok((await verifier.getBucketAcl({ Bucket: 'logs' })).Owner);
  });

  it('a runbook for a bucket named runbook-slow is slow and can be stopped', async () => {
    const Bucket = `logs-${SENTINELS.runbookSlow}`;
    await s3().createBucket({ Bucket });
    const ssm = await remediator();
    const { AutomationExecutionId } = await ssm.startAutomationExecution(versioning(Bucket));
    const status = async () =>
      (await ssm.getAutomationExecution({ AutomationExecutionId })).AutomationExecution
        ?.AutomationExecutionStatus;
    assert.equal(await status(), 'InProgress');
    await ssm.stopAutomationExecution({ AutomationExecutionId, Type: 'Cancel' });
    await sandbox().gateway.idle();
    assert.equal(await status(), 'Cancelled');
    await assert.rejects(ssm.stopAutomationExecution({ AutomationExecutionId }), {
      name: 'InvalidAutomationStatusUpdateException',
    });
    assert.equal((await s3().getBucketVersioning({ Bucket })).Status, undefined);
  });

  it('the sandbox’s Automation shows an execution only in its account and region', async () => {
    const { AutomationExecutionId } = await run(versioning('logs'));
    for (const ssm of [
      admin(sandbox(), DATA).ssm,
      admin(sandbox(), PAYMENTS, 'eu-central-1').ssm,
    ]) {
      await assert.rejects(ssm.getAutomationExecution({ AutomationExecutionId }), {
        name: 'AutomationExecutionNotFoundException',
      });
    }
  });

  async function openToTheWorld() {
    const Bucket = 'logs';
    await s3().putBucketOwnershipControls({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    });
    await s3().deletePublicAccessBlock({ Bucket });
    await s3().putBucketAcl({ Bucket, ACL: 'public-read' });
    const { Grants } = await s3().getBucketAcl({ Bucket });
    assert.ok(Grants?.some(({ Grantee }) => Grantee?.URI === ALL_USERS));
  }
});

function versioning(bucket: string, ClientToken?: string): StartAutomationExecutionRequest {
  return {
    DocumentName: 'AWS-ConfigureS3BucketVersioning',
    DocumentVersion: '1',
    Parameters: { BucketName: [bucket], AutomationAssumeRole: [AUTOMATION_ROLE] },
    ...(ClientToken === undefined ? {} : { ClientToken }),
  };
}
