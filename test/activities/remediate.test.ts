import assert from 'node:assert/strict';

import { failure } from '../../activities/aws/failures.ts';
import { clientToken } from '../../activities/runtime/automation.ts';
import { makePlan } from '../../activities/runtime/plan.ts';
import type { RemediateDeps } from '../../activities/runtime/remediate.ts';
import { remediate } from '../../activities/runtime/remediate.ts';
import type { Look } from '../../controls/control.ts';
import type { RemediateInput } from '../../workflows/activity-types.ts';
import {
  asActivity,
  awsError,
  DOCUMENT,
  enforced,
  failing,
  fakeAccounts,
  fakeClients,
  fakeClock,
  fakeLedger,
  fakePolicies,
} from './fakes.ts';
import type { FakeClock, FakeLedger, FakeSsm, LedgerFacts, SsmFacts } from './fakes.ts';
import { approvalOf, controlSeeing, openLook, problem, remediateInput } from './sample.ts';

const { ref } = makePlan({
  control: controlSeeing(openLook),
  problem,
  document: { name: 'Closeloop-S3PublicAccess', version: '1', hash: DOCUMENT.Hash },
  settings: openLook.settings ?? {},
});
const planned = remediateInput({ planHash: ref.hash });
const token = clientToken(planned);

it('remembers the intent, starts the plan, remembers the execution and follows it', async () => {
  const parts = make();
  const { result } = await run(parts, planned);
  assert.deepEqual(result, { status: 'succeeded', executionId: 'e-1' });
  assert.deepEqual(parts.ledger.calls, [
    ['rememberIntent', planned.workflowId, 1, 1, token, ref.hash],
    ['rememberExecution', planned.workflowId, 1, 1, 'e-1'],
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

it('polls ever more slowly, with the execution id as heartbeat', async () => {
  const running = { AutomationExecutionStatus: 'InProgress' };
  const executions = [...Array.from({ length: 6 }, () => running), SUCCESS];
  const parts = make({ executions });
  const { result, heartbeats } = await run(parts, planned);
  assert.equal(result.status, 'succeeded');
  assert.deepEqual(parts.clock.slept, [2000, 3000, 4500, 6750, 10125, 12000]);
  assert.equal(heartbeats.filter((details) => details === 'e-1').length, 13);
});

it('keeps the reason of a failure with that of the failing step', async () => {
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

it('follows a remembered execution and starts nothing', async () => {
  const execution = { token, planHash: ref.hash, executionId: 'e-0' };
  const parts = make({ ledger: { execution, kill: KILLED } });
  const { result } = await run(parts, planned);
  assert.deepEqual(result, { status: 'succeeded', executionId: 'e-0' });
  assert.deepEqual(parts.ssm.starts, []);
  assert.deepEqual(parts.ledger.calls, []);
});

it('starts again with the same token when only the intent is known and nothing moved', async () => {
  const execution = { token, planHash: ref.hash, executionId: null };
  const parts = make({ ledger: { execution } });
  const { result } = await run(parts, planned);
  assert.equal(result.status, 'succeeded');
  assert.deepEqual(
    parts.ledger.calls.map(([name]) => name),
    ['rememberExecution'],
  );
  assert.equal(Reflect.get(parts.ssm.starts[0] ?? {}, 'ClientToken'), token);
});

it('is interrupted when only the intent is known and the state moved or a machine may not act', async () => {
  const execution = { token, planHash: ref.hash, executionId: null };
  const fixed: Look = { ...openLook, verdict: 'fixed', settings: { publicAccessBlock: {} } };
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

it('writes nothing while the kill switch is on, and says who stopped it', async () => {
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

it('refuses what the table, read now, does not automate', async () => {
  await refuses(make({ rule: null }), planned, 'refused', /no row/);
  const parts = make({ rule: { ...enforced, automated: false } });
  await refuses(parts, planned, 'refused', /not automated/);
});

it('reads kill switch and table again just before the write', async () => {
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

it('refuses Closeloop’s own resources', async () => {
  const resource = { ...problem.resource, id: 'arn:aws:s3:::closeloop-evidence' };
  const own = { ...planned, problem: { ...problem, resource } };
  await refuses(make(), own, 'refused', /Closeloop's own/);
});

it('runs with an approval of exactly this plan where one is needed', async () => {
  const approval = approvalOf(ref.hash);
  const parts = make();
  const { result } = await run(parts, { ...planned, severity: 'HIGH', approval });
  assert.equal(result.status, 'succeeded');
});

it('refuses a missing, foreign, rejecting or unproved approval', async () => {
  const high = { ...planned, severity: 'HIGH' } as const;
  await refuses(make(), high, 'refused', /approval is needed and there is none/);
  const foreign = approvalOf('a'.repeat(64));
  await refuses(make(), { ...high, approval: foreign }, 'refused', /names plan aaaaaaaaaaaa/);
  const reject = approvalOf(ref.hash, { decision: 'reject' });
  await refuses(make(), { ...high, approval: reject }, 'refused', /did not approve/);
  const parts = make({ proofPolicy: 'require' });
  await refuses(parts, { ...high, approval: approvalOf(ref.hash) }, 'refused', /no proof/);
});

it('says what is there now when state or document moved', async () => {
  const moved: Look = {
    ...openLook,
    summary: 'Bucket payments-logs lacks IgnorePublicAcls.',
    settings: { publicAccessBlock: { IgnorePublicAcls: false } },
  };
  await refuses(make({ look: moved }), planned, 'moved', /lacks IgnorePublicAcls/);
  const document = { ...DOCUMENT, Hash: 'other' };
  await refuses(make({ document }), planned, 'moved', /hash other/);
  const gone: Look = { ...openLook, verdict: 'gone', summary: 'It is gone.', settings: null };
  await refuses(make({ look: gone }), planned, 'moved', /It is gone/);
});

it('refuses when the state cannot be read', async () => {
  const blind: Look = { ...openLook, verdict: 'unknown', error: 'AccessDenied', settings: null };
  await refuses(make({ look: blind }), planned, 'refused', /could not be read: AccessDenied/);
});

it('refuses when the account may not be entered or lacks the document', async () => {
  const parts = make();
  const refuse = failing(failure('RoleNotAssumable', 'STS says no'));
  const deps = { ...parts.deps, accounts: { remediate: refuse } };
  await refuses({ ...parts, deps }, planned, 'refused', /RoleNotAssumable: STS says no/);
  const document = awsError('InvalidDocument');
  await refuses(make({ document }), planned, 'refused', /DocumentNotFound/);
});

it('leaves a refused start to the verification, with its intent remembered', async () => {
  const parts = make({ start: awsError('AccessDeniedException') });
  await assert.rejects(run(parts, planned), { type: 'AccessDenied', nonRetryable: true });
  assert.deepEqual(
    parts.ledger.calls.map(([name]) => name),
    ['rememberIntent'],
  );
});

it('retries a start that was not answered', async () => {
  const parts = make({ start: awsError('TimeoutError', null) });
  await assert.rejects(run(parts, planned), { type: 'Unavailable', nonRetryable: false });
});

it('retries when SSM does not know the execution yet', async () => {
  const parts = make({ executions: [awsError('AutomationExecutionNotFoundException')] });
  await assert.rejects(run(parts, planned), { type: 'Unavailable', nonRetryable: false });
});

it('stops waiting when it is cancelled', async () => {
  const executions = [{ AutomationExecutionStatus: 'InProgress' }];
  const parts = make({ executions, clock: fakeClock(3) });
  await assert.rejects(run(parts, planned), { name: 'CancelledFailure' });
  assert.equal(parts.clock.slept.length, 3);
});

const SUCCESS = { AutomationExecutionStatus: 'Success' };
const KILLED = { on: true, by: 'Grace', why: 'incident 7' };

interface Parts {
  readonly deps: RemediateDeps;
  readonly ledger: FakeLedger;
  readonly ssm: FakeSsm;
  readonly clock: FakeClock;
}

interface Changes extends SsmFacts {
  readonly ledger?: LedgerFacts;
  readonly rule?: Parameters<typeof fakePolicies>[0];
  readonly look?: Look;
  readonly proofPolicy?: RemediateDeps['proofPolicy'];
  readonly clock?: FakeClock;
}

function make(changes: Changes = {}): Parts {
  const ledger = fakeLedger(changes.ledger);
  const ssm = fakeClients(changes);
  const clock = changes.clock ?? fakeClock();
  const control = controlSeeing(changes.look ?? openLook);
  const deps = {
    ledger,
    policies: fakePolicies(changes.rule),
    proofPolicy: changes.proofPolicy ?? ('trust-namespace' as const),
    accounts: fakeAccounts(ssm.clients),
    controlOf: () => control,
    clock,
  };
  return { deps, ledger, ssm, clock };
}

function run({ deps }: Parts, input: RemediateInput) {
  return asActivity(() => remediate(deps, input));
}

/** Nothing was started and no intent is left behind. */
async function refuses(
  parts: Parts,
  input: RemediateInput,
  status: string,
  reason: RegExp,
): Promise<void> {
  const { result } = await run(parts, input);
  assert.equal(result.status, status);
  const said = 'reason' in result ? result.reason : '';
  assert.match(said, /^nothing was written: /);
  assert.match(said, reason);
  assert.deepEqual(parts.ssm.starts, []);
  assert.deepEqual(parts.ledger.calls, []);
}
