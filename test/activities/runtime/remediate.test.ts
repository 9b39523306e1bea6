import assert from 'node:assert/strict';

import { failure } from '../../../activities/aws/failures.ts';
import type { CheckResult } from '../../../controls/control.ts';
import type { Decision } from '../../../domain/decision.ts';
import { awsError, failing, fakeClock } from '../../builders/activity.ts';
import { openLook } from '../../builders/control.ts';
import { approvalOf } from '../../builders/decision.ts';
import { enforced } from '../../builders/fake-policies.ts';
import { fakeReceipts } from '../../builders/fake-proofs.ts';
import { problem } from '../../builders/problem.ts';
import {
  ABOUT,
  KILLED,
  make,
  planned,
  ref,
  refuses,
  run,
  slowly,
  SUCCESS,
  token,
} from './remediations.ts';

it('the runtime worker remembers the intent, starts the plan, remembers the execution and follows it', async () => {
  const parts = make();
  const { result } = await run(parts, planned);
  assert.deepEqual(result, { status: 'succeeded', executionId: 'e-1' });
  const cap = { account: problem.account, at: '2026-11-23T06:00:00.000Z', most: 20 };
  assert.deepEqual(parts.ledger.calls, [
    ['rememberIntent', planned.workflowId, 1, 1, token, ref.hash, cap, ABOUT],
    ['rememberExecution', planned.workflowId, 1, 1, 'e-1'],
    ['rememberLeft', planned.workflowId, 1, 1, ABOUT.found],
  ]);
  assert.deepEqual(parts.ssm.starts, [
    {
      DocumentName: 'Closeloop-S3PublicAccess',
      DocumentVersion: '1',
      Parameters: {
        BucketName: ['payments-logs'],
        AutomationAssumeRole: ['arn:aws:iam::111122223333:role/closeloop-automation'],
      },
      ClientToken: token,
    },
  ]);
});

it('the runtime worker polls ever more slowly, with the execution id as heartbeat', async () => {
  const running = { AutomationExecutionStatus: 'InProgress' };
  const executions = [...Array.from({ length: 6 }, () => running), SUCCESS];
  const parts = make({ executions });
  const { result, heartbeats } = await run(parts, planned);
  assert.equal(result.status, 'succeeded');
  assert.deepEqual(parts.clock.slept, [2000, 3000, 4500, 6750, 10125, 12000]);
  assert.equal(heartbeats.filter((details) => details === 'e-1').length, 6);
});

it('the runtime worker keeps the reason of a failure with that of the failing step', async () => {
  for (const status of ['Failed', 'TimedOut', 'Cancelled']) {
    const failed = {
      AutomationExecutionStatus: status,
      FailureMessage: 'Step fails when it is Poll action status',
      StepExecutions: [
        { StepName: 'BlockPublicAccess', StepStatus: 'Success' },
        { StepName: 'RemoveGrants', StepStatus: 'Failed', FailureMessage: 'AccessDenied by SCP' },
      ],
    };
    const { result } = await run(make({ executions: [failed] }), planned);
    assert.deepEqual(result, {
      status: 'failed',
      executionId: 'e-1',
      reason: `${status}: Step fails when it is Poll action status; step RemoveGrants: AccessDenied by SCP`,
    });
  }
});

it('the runtime worker follows a remembered execution and starts nothing', async () => {
  const execution = { token, planHash: ref.hash, executionId: 'e-0' };
  const parts = make({ ledger: { execution, kill: KILLED } });
  const { result } = await run(parts, planned);
  assert.deepEqual(result, { status: 'succeeded', executionId: 'e-0' });
  assert.deepEqual(parts.ssm.starts, []);
  assert.deepEqual(names(parts), ['rememberLeft']);
});

it('the runtime worker starts again with the same token when only the intent is known and nothing moved', async () => {
  const execution = { token, planHash: ref.hash, executionId: null };
  const parts = make({ ledger: { execution } });
  const { result } = await run(parts, planned);
  assert.equal(result.status, 'succeeded');
  assert.deepEqual(names(parts), ['rememberExecution', 'rememberLeft']);
  assert.equal(Reflect.get(parts.ssm.starts[0] ?? {}, 'ClientToken'), token);
});

it('a remediation is interrupted when only the intent is stored and the resource drifted or the write is not allowed any more', async () => {
  const execution = { token, planHash: ref.hash, executionId: null };
  const fixed: CheckResult = { ...openLook, verdict: 'fixed', settings: { publicAccessBlock: {} } };
  const cases = [
    make({ ledger: { execution }, look: fixed }),
    make({ ledger: { execution, kill: KILLED } }),
    make({ ledger: { execution: { ...execution, token: 'other', planHash: 'other' } } }),
  ];
  for (const parts of cases) {
    const { result } = await run(parts, planned);
    assert.equal(result.status, 'interrupted');
    assert.match('reason' in result ? result.reason : '', /a worker died between intent and start/);
    assert.deepEqual(parts.ssm.starts, []);
  }
});

it('the runtime worker writes nothing while the kill switch is on, and says who stopped it', async () => {
  await refuses(make({ ledger: { kill: KILLED } }), planned, 'refused', /Grace: incident 7/);
});

it('only plans in shadow mode', async () => {
  const parts = make({ rule: { ...enforced, mode: 'shadow' } });
  await refuses(
    parts,
    planned,
    'planned',
    new RegExp(`shadow mode.*plan ${ref.hash.slice(0, 12)}`),
  );
});

it('the runtime worker refuses what the table, read now, does not automate', async () => {
  await refuses(make({ rule: null }), planned, 'refused', /no row/);
  const parts = make({ rule: { ...enforced, automated: false } });
  await refuses(parts, planned, 'refused', /not automated/);
});

it('the runtime worker reads kill switch and table again just before the write', async () => {
  let reads = 0;
  const parts = make({
    rule: () => {
      reads += 1;
      return reads === 1 ? enforced : { ...enforced, automated: false };
    },
  });
  await refuses(parts, planned, 'refused', /not automated/);
  assert.equal(reads, 2);
});

it('the runtime worker reads them after the plan was rebuilt, so that nothing slow lies between them and the write', async () => {
  let row = enforced;
  const look = async () => {
    await slowly();
    row = { ...enforced, automated: false };
    return openLook;
  };
  await refuses(make({ rule: () => row, look }), planned, 'refused', /not automated/);
  let kill = { on: false, by: '', why: '' };
  const stopping = async () => {
    await slowly();
    kill = KILLED;
    return openLook;
  };
  const parts = make({ look: stopping, ledger: { kill: () => kill } });
  await refuses(parts, planned, 'refused', /Grace: incident 7/);
});

it('the runtime worker refuses Closeloop’s own resources', async () => {
  const name = 'closeloop-evidence';
  const resource = { ...problem.resource, id: `arn:aws:s3:::${name}`, name };
  const own = { ...planned, problem: { ...problem, resource } };
  await refuses(make(), own, 'refused', /Closeloop's own/);
});

it('the runtime worker runs with an approval of exactly this plan where one is needed', async () => {
  const approval = await receipted(approvalOf(ref.hash));
  const parts = make();
  const { result } = await run(parts, { ...planned, severity: 'HIGH', approval });
  assert.equal(result.status, 'succeeded');
});

it('the runtime worker refuses a missing, foreign, rejecting or unproved approval', async () => {
  const high = { ...planned, severity: 'HIGH' } as const;
  await refuses(make(), high, 'refused', /approval is needed and there is none/);
  const foreign = approvalOf('a'.repeat(64));
  await refuses(make(), { ...high, approval: foreign }, 'refused', /names plan aaaaaaaaaaaa/);
  const reject = approvalOf(ref.hash, { decision: 'reject' });
  await refuses(make(), { ...high, approval: reject }, 'refused', /did not approve/);
  const other = approvalOf(ref.hash, { episode: 8 });
  await refuses(make(), { ...high, approval: other }, 'refused', /is about episode 8/);
  const approval = approvalOf(ref.hash);
  await refuses(make(), { ...high, approval }, 'refused', /has no receipt .* of Ada/);
  const forged = { ...(await receipted(approval)), actor: 'Eve' };
  await refuses(make(), { ...high, approval: forged }, 'refused', /has no receipt .* of Eve/);
  const elsewhere = await receipted(approval, 'orchestrator');
  await refuses(make(), { ...high, approval: elsewhere }, 'refused', /has no receipt/);
});

/** As this worker has checked it. */
async function receipted(approval: Decision, secret?: string): Promise<Decision> {
  const value = await fakeReceipts(secret).issue(approval);
  return { ...approval, proof: { kind: 'receipt', value } };
}

it('the runtime worker says what is there now when the resource moved', async () => {
  const moved: CheckResult = {
    ...openLook,
    summary: 'Bucket payments-logs lacks IgnorePublicAcls.',
    settings: { publicAccessBlock: { IgnorePublicAcls: false } },
  };
  await refuses(make({ look: moved }), planned, 'moved', /lacks IgnorePublicAcls/);
  const gone: CheckResult = {
    ...openLook,
    verdict: 'gone',
    summary: 'It is gone.',
    settings: null,
  };
  await refuses(make({ look: gone }), planned, 'moved', /It is gone/);
});

it('the runtime worker refuses when the state cannot be read', async () => {
  const blind: CheckResult = {
    ...openLook,
    verdict: 'unknown',
    error: 'AccessDenied',
    settings: null,
  };
  await refuses(make({ look: blind }), planned, 'refused', /could not be read: AccessDenied/);
});

it('the runtime worker refuses when the account may not be entered or lacks the document', async () => {
  const parts = make();
  const refuse = failing(failure('RoleNotAssumable', 'STS says no'));
  const deps = { ...parts.deps, accounts: { remediate: refuse } };
  await refuses({ ...parts, deps }, planned, 'refused', /RoleNotAssumable: STS says no/);
  const document = awsError('InvalidDocument');
  await refuses(make({ document }), planned, 'refused', /DocumentNotFound/);
});

it('the runtime worker leaves a refused start to the verification, with its intent remembered', async () => {
  const parts = make({ start: awsError('AccessDeniedException') });
  await assert.rejects(run(parts, planned), { type: 'AccessDenied', nonRetryable: true });
  assert.deepEqual(
    parts.ledger.calls.map(([name]) => name),
    ['rememberIntent'],
  );
});

it('the runtime worker retries a start that was not answered', async () => {
  const parts = make({ start: awsError('TimeoutError', null) });
  await assert.rejects(run(parts, planned), { type: 'Unavailable', nonRetryable: false });
});

it('the runtime worker retries when SSM does not know the execution yet', async () => {
  const parts = make({ executions: [awsError('AutomationExecutionNotFoundException')] });
  await assert.rejects(run(parts, planned), { type: 'Unavailable', nonRetryable: false });
});

it('the runtime worker stops waiting when its worker ends', async () => {
  const executions = [{ AutomationExecutionStatus: 'InProgress' }];
  const parts = make({ executions, clock: fakeClock(3) });
  await assert.rejects(run(parts, planned), { name: 'CancelledFailure' });
  assert.equal(parts.clock.slept.length, 3);
});

function names({ ledger }: ReturnType<typeof make>): readonly unknown[] {
  return ledger.calls.map(([name]) => name);
}
