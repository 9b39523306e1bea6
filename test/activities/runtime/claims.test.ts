import assert from 'node:assert/strict';

import { runtimeActivities } from '../../../activities/index.ts';
import { makePlan } from '../../../activities/runtime/plan.ts';
import type { Problem, Severity } from '../../../domain/finding.ts';
import type { RemediateInput } from '../../../workflows/activity-types.ts';
import { remediateInput } from '../../builders/activity-input.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { controlSeeing, openLook } from '../../builders/control.ts';
import { DOCUMENT, fakeAccounts, fakeClients } from '../../builders/fake-clients.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { enforced, fakePolicies } from '../../builders/fake-policies.ts';
import { fakeProofs, fakeReceipts } from '../../builders/fake-proofs.ts';
import { fakeAssignments, knownSeverity } from '../../builders/fake-reads.ts';
import { fakeSwitch } from '../../builders/fake-switch.ts';
import { problem } from '../../builders/problem.ts';
import { ledgerRow } from '../../builders/story.ts';

const { ref } = makePlan({
  control: controlSeeing(openLook),
  problem,
  document: { name: 'Closeloop-S3PublicAccess', version: '1', hash: DOCUMENT.Hash },
  settings: openLook.settings ?? {},
});

it('the runtime worker needs the approval of the severity that the ledger knows, whatever the message claims', async () => {
  const claimed = remediateInput({ planHash: ref.hash, severity: 'LOW' });
  const { result, starts } = await run({ known: 'HIGH' }, claimed);
  assert.equal(result.status, 'refused');
  assert.match(reasonOf(result), /approval is needed and there is none .*this is HIGH/);
  assert.deepEqual(starts, []);
});

it('the runtime worker leaves the higher severity in the ledger, so that a second try finds it again', async () => {
  const claimed = remediateInput({ planHash: ref.hash, severity: 'LOW' });
  const low = { ...claimed, story: { ...claimed.story, row: ledgerRow({ severity: 'LOW' }) } };
  const { calls } = await run({ known: 'HIGH' }, low);
  const [, , , story] = calls.find(([name]) => name === 'record') ?? [];
  assert.equal(Reflect.get(Object(Reflect.get(Object(story), 'row')), 'severity'), 'HIGH');
});

it('the runtime worker takes the message’s severity where it is the higher one', async () => {
  const claimed = remediateInput({ planHash: ref.hash, severity: 'CRITICAL' });
  const { result } = await run({ known: 'LOW' }, claimed);
  assert.match(reasonOf(result), /this is CRITICAL/);
});

it('the runtime worker needs the approval of the severity that Security Hub knows, whatever message and ledger claim', async () => {
  const claimed = remediateInput({ planHash: ref.hash, severity: 'LOW' });
  const { result, starts } = await run({ known: 'LOW', reported: 'CRITICAL' }, claimed);
  assert.match(reasonOf(result), /approval is needed and there is none .*this is CRITICAL/);
  assert.deepEqual(starts, []);
});

it('the runtime worker treats a lifecycle that the ledger does not know as CRITICAL', async () => {
  const claimed = remediateInput({ planHash: ref.hash, severity: 'LOW' });
  const { result } = await run({ known: null }, claimed);
  assert.equal(result.status, 'refused');
  assert.match(reasonOf(result), /this is CRITICAL/);
});

it('the runtime worker throws and records nothing for a lifecycle that the ledger knows as another problem', async () => {
  const resource = { ...problem.resource, id: 'arn:aws:s3:::payments', name: 'payments' };
  const row = ledgerRow({ severity: 'LOW', problem: { ...problem, resource } });
  const ledger = fakeLedger({ lifecycle: { ...row, ...PLACE } });
  const parts = make(ledger);
  await assert.rejects(
    asActivity(() => parts.runtime.remediate(remediateInput({ planHash: ref.hash }))),
    { type: 'InvalidInput', nonRetryable: true, message: /arn:aws:s3:::payments\b.*payments-logs/ },
  );
  assert.deepEqual([parts.starts, ledger.calls], [[], []]);
});

it('the runtime worker asks the table about the control that the plan is made of', async () => {
  const asked: string[] = [];
  const claimed = remediateInput({ planHash: ref.hash });
  const { result } = await run({ known: 'LOW', asked }, claimed);
  assert.equal(result.status, 'succeeded');
  assert.deepEqual(new Set(asked), new Set(['S3.PublicAccess']));
});

const CONTRADICTIONS: readonly (readonly [string, Partial<Problem>, RegExp])[] = [
  ['a type that is not its control', { findingType: 'S3.Harmless' }, /S3.Harmless/],
  ['no control', { control: null }, /no control/],
  ['a bucket whose name is not the ARN’s', about({ name: 'payments' }), /payments-logs/],
  ['a resource without an ARN', about({ id: 'payments-logs' }), /no ARN/],
  ['an ARN in upper case', about({ id: 'ARN:aws:s3:::payments-logs' }), /no ARN/],
  ['an ARN of an unknown partition', about({ id: 'arn:other:s3:::payments-logs' }), /no ARN/],
  ['a partition that is not all letters', about({ id: 'arn:aws-1:s3:::payments-logs' }), /no ARN/],
  ['a service with another character', about({ id: 'arn:aws:s_3:::payments-logs' }), /no ARN/],
  ['a Region with another character', about({ id: 'arn:aws:s3:eu_1::payments-logs' }), /no ARN/],
  ['an account that is no number', about({ id: 'arn:aws:s3::acme:payments-logs' }), /no ARN/],
  ['an ARN that names nothing', about({ id: 'arn:aws:s3:::' }), /no ARN/],
  [
    'an ARN of another account',
    about({ id: 'arn:aws:s3::444455556666:payments-logs' }),
    /account 444455556666/,
  ],
  [
    'an ARN of another Region',
    about({ id: 'arn:aws:s3:us-east-1::payments-logs' }),
    /Region us-east-1/,
  ],
  ['a resource that its control is not about', about({ type: 'AwsIamUser' }), /AwsIamUser/],
];

for (const [what, change, reason] of CONTRADICTIONS) {
  it(`a remediation refuses ${what}`, async () => {
    const wrong: Problem = { ...problem, ...change };
    const input = remediateInput({ planHash: ref.hash, problem: wrong });
    const { result, starts } = await run({ known: 'LOW', of: wrong }, input);
    assert.equal(result.status, 'refused');
    assert.match(reasonOf(result), reason);
    assert.deepEqual(starts, []);
  });
}

const PLACE = {
  workflowId: remediateInput().workflowId,
  episode: 1,
  updatedAt: '2026-11-23T06:00:00.000Z',
  closedAt: null,
};

function about(change: Partial<Problem['resource']>): Partial<Problem> {
  return { resource: { ...problem.resource, ...change } };
}

interface World {
  /** The severity in the ledger's row; null: there is no row. */
  readonly known: Severity | null;
  readonly of?: Problem;
  readonly asked?: string[];
  /** The severity in Security Hub. */
  readonly reported?: Severity;
}

async function run({ known, of = problem, asked = [], reported }: World, input: RemediateInput) {
  const row = known === null ? null : ledgerRow({ severity: known, problem: of });
  const ledger = fakeLedger({ lifecycle: row === null ? null : { ...row, ...PLACE } });
  const { runtime, starts } = make(ledger, asked, reported);
  const { result } = await asActivity(() => runtime.remediate(input));
  return { result, starts, calls: ledger.calls };
}

function make(
  ledger: ReturnType<typeof fakeLedger>,
  asked: string[] = [],
  reported: Severity = 'INFORMATIONAL',
) {
  const { clients, starts } = fakeClients();
  const policies = fakePolicies();
  const remediation = async (type: string) => {
    asked.push(type);
    return type === enforced.type ? enforced : null;
  };
  const runtime = runtimeActivities({
    killSwitch: fakeSwitch(),
    ledger,
    policies: { ...policies, tables: { ...policies.tables, remediation } },
    ...fakeProofs(),
    assignments: fakeAssignments(),
    receipts: fakeReceipts(),
    severityOf: knownSeverity(reported),
    accounts: fakeAccounts(clients),
    controlOf: () => controlSeeing(openLook),
    clock: fakeClock(),
  });
  return { runtime, starts };
}

function reasonOf(result: object): string {
  return 'reason' in result ? String(result.reason) : '';
}
