import assert from 'node:assert/strict';

import type { AutomationExecution } from '@aws-sdk/client-ssm';
import { stringify } from 'yaml';

import { PAYMENTS } from '../builders/asff.ts';
import { admin, withSandboxAws } from './with-sandbox-aws.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html */
describe('the language of runbooks', () => {
  const sandbox = withSandboxAws();
  const ssm = () => admin(sandbox(), PAYMENTS).ssm;
  const s3 = () => admin(sandbox(), PAYMENTS).s3;

  const create = (Name: string, mainSteps: readonly object[], more: object = {}) =>
    ssm().createDocument({
      Name,
      DocumentType: 'Automation',
      DocumentFormat: 'YAML',
      Content: stringify({ schemaVersion: '0.3', mainSteps, ...more }),
    });
  /** Runs the steps as the account's administrator, to the end. */
  const run = async (steps: readonly object[], more: object = {}, Parameters = {}) => {
    const Name = `Test-${crypto.randomUUID()}`;
    await create(Name, steps, more);
    const { AutomationExecutionId } = await ssm().startAutomationExecution({
      DocumentName: Name,
      Parameters,
    });
    await sandbox().gateway.idle();
    const { AutomationExecution } = await ssm().getAutomationExecution({ AutomationExecutionId });
    assert.ok(AutomationExecution);
    return AutomationExecution;
  };

  before(async () => {
    await s3().createBucket({ Bucket: 'logs' });
    await s3().createBucket({ Bucket: 'more-logs' });
  });

  it("a runbook selects outputs, passes them on with their type, and lists the document's outputs", async () => {
    const first = {
      name: 'List',
      action: 'aws:executeAwsApi',
      inputs: { Service: 's3', Api: 'ListBuckets' },
      outputs: [
        { Name: 'First', Selector: '$.Buckets[0].Name', Type: 'String' },
        { Name: 'Buckets', Selector: '$.Buckets', Type: 'MapList' },
      ],
    };
    const echo = {
      name: 'Echo',
      action: 'aws:executeScript',
      inputs: {
        Runtime: 'python3.11',
        Handler: 'main',
        InputPayload: { names: '{{ List.Buckets }}', text: 'in {{ global:ACCOUNT_ID }}' },
        Script:
          'def main(events, context):\n  return {"n": len(events["names"]), "t": events["text"]}',
      },
      outputs: [
        { Name: 'N', Selector: '$.Payload.n', Type: 'Integer' },
        { Name: 'T', Selector: '$.Payload.t', Type: 'String' },
      ],
    };
    const execution = await run([first, echo], { outputs: ['List.First', 'Echo.N', 'Echo.T'] });
    assert.equal(execution.FailureMessage, undefined);
    assert.deepEqual(execution.Outputs, {
      'List.First': ['logs'],
      'Echo.N': ['2'],
      'Echo.T': [`in ${PAYMENTS}`],
    });
  });

  it("a runbook's script calls AWS with boto3 clients as the automation role", async () => {
    const execution = await run(
      [
        {
          name: 'Script',
          action: 'aws:executeScript',
          inputs: {
            Runtime: 'python3.11',
            Handler: 'main',
            Script: [
              'import boto3',
              'def main(events, context):',
              '  print("seen by nobody")',
              '  boto3.client("s3").put_bucket_versioning(Bucket="logs", VersioningConfiguration={"Status": "Enabled"})',
            ].join('\n'),
          },
        },
      ],
      {
        assumeRole: '{{ AutomationAssumeRole }}',
        parameters: { AutomationAssumeRole: { type: 'String' } },
      },
      { AutomationAssumeRole: [`arn:aws:iam::${PAYMENTS}:role/closeloop-automation`] },
    );
    assert.equal(execution.AutomationExecutionStatus, 'Success', execution.FailureMessage);
    const write = sandbox()
      .gateway.log()
      .findLast(({ action }) => action === 's3:PutBucketVersioning');
    assert.equal(write?.principalArn, `arn:aws:iam::${PAYMENTS}:role/closeloop-automation`);
    assert.equal(write?.via, `automation:${execution.AutomationExecutionId}`);
  });

  it('a failing script fails its step with the end of its output', async () => {
    const Script = 'def main(events, context):\n  raise ValueError("no bucket today")';
    const inputs = { Runtime: 'python3.11', Handler: 'main', Script };
    const execution = await run([{ name: 'Script', action: 'aws:executeScript', inputs }]);
    assert.equal(execution.AutomationExecutionStatus, 'Failed');
    assert.match(execution.FailureMessage ?? '', /ValueError: no bucket today/);
  });

  it('a runbook branches, and ends at a branch marked as the end when no choice matches', async () => {
    const rest = [list('Yes', { isEnd: true }), list('Many', { isEnd: true })];
    const ending = { isEnd: true };
    assert.deepEqual(names(await run([branch('yes', ending), ...rest])), ['Branch', 'Yes']);
    assert.deepEqual(names(await run([branch('7', ending), ...rest])), ['Branch', 'Many']);
    const none = await run([branch('no', ending), ...rest]);
    assert.deepEqual(names(none), ['Branch']);
    assert.equal(none.AutomationExecutionStatus, 'Success');
    const lost = await run([branch('no', {}), ...rest]);
    assert.equal(lost.AutomationExecutionStatus, 'Failed');
  });

  it('a runbook times out when its script does not end', async () => {
    const Script = 'import time\ndef main(events, context):\n  time.sleep(60)';
    const inputs = { Runtime: 'python3.11', Handler: 'main', Script };
    const execution = await run([
      { name: 'Wait', action: 'aws:executeScript', timeoutSeconds: 1, inputs },
    ]);
    assert.equal(execution.StepExecutions?.[0]?.StepStatus, 'TimedOut');
    assert.equal(execution.AutomationExecutionStatus, 'Failed');
  });

  it('onFailure aborts a runbook, continues it or jumps to another step', async () => {
    const after = [list('After', { isEnd: true }), list('Rescue', { isEnd: true })];
    const aborted = await run([read('absent'), ...after]);
    assert.deepEqual(names(aborted), ['Read']);
    const continued = await run([read('absent', { onFailure: 'Continue' }), ...after]);
    assert.deepEqual(names(continued), ['Read', 'After']);
    assert.equal(continued.AutomationExecutionStatus, 'Failed');
    const rescued = await run([
      read('absent', { onFailure: 'step:Rescue', isCritical: false }),
      ...after,
    ]);
    assert.deepEqual(names(rescued), ['Read', 'Rescue']);
    assert.equal(rescued.AutomationExecutionStatus, 'Success');
  });

  it('a runbook follows nextStep and stops at isEnd', async () => {
    const execution = await run([
      list('One', { nextStep: 'Three' }),
      list('Two'),
      list('Three', { isEnd: true }),
      list('Four'),
    ]);
    assert.deepEqual(names(execution), ['One', 'Three']);
  });

  it('a runbook fails with the name of a service that it cannot call', async () => {
    const inputs = { Service: 'braket', Api: 'GetDevice' };
    const execution = await run([{ name: 'Call', action: 'aws:executeAwsApi', inputs }]);
    assert.match(execution.FailureMessage ?? '', /client-braket is not installed/);
  });

  it('the sandbox’s Automation refuses a document with an action that the sandbox does not run', async () => {
    const approve = { name: 'Ask', action: 'aws:approve', inputs: {} };
    await assert.rejects(create('Test-Approve', [approve]), {
      name: 'InvalidDocumentContent',
      message: /aws:approve \(step Ask\)/,
    });
  });
});

function read(Bucket: string, more: object = {}) {
  const inputs = { Service: 's3', Api: 'get_bucket_versioning', Bucket };
  return { name: 'Read', action: 'aws:executeAwsApi', inputs, ...more };
}

function list(name: string, more: object = {}) {
  return {
    name,
    action: 'aws:executeAwsApi',
    inputs: { Service: 's3', Api: 'ListBuckets' },
    ...more,
  };
}

function branch(variable: string, more: object) {
  const Choices = [
    { NextStep: 'Yes', Variable: variable, StringEquals: 'yes' },
    { NextStep: 'Many', Variable: variable, NumericGreater: 3 },
  ];
  return { name: 'Branch', action: 'aws:branch', inputs: { Choices }, ...more };
}

function names(execution: AutomationExecution) {
  return execution.StepExecutions?.map(({ StepName }) => StepName);
}
