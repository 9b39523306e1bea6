import assert from 'node:assert/strict';

import type {
  AwsSecurityFinding,
  BatchUpdateFindingsCommandInput,
  SecurityHub,
} from '@aws-sdk/client-securityhub';

import { close } from '../../../activities/findings/close.ts';
import type { CloseDeps } from '../../../activities/findings/close.ts';
import { noteOf } from '../../../activities/findings/note.ts';
import type { Outcome } from '../../../activities/ledger/ledger.ts';
import type { CheckResult } from '../../../controls/control.ts';
import type { FindingRef, Problem } from '../../../domain/finding.ts';
import type { CloseResult } from '../../../domain/lifecycle/events.ts';
import type { Verification } from '../../../domain/verdict.ts';
import type { CloseInput } from '../../../workflows/activity-types.ts';
import { hubWith, readReport, recordOf, unmappedRecord } from '../closing/records.ts';
import { fakeEvidence } from '../fake-evidence.ts';
import type { FakeEvidence } from '../fake-evidence.ts';
import {
  asActivity,
  awsError,
  fakeAccounts,
  fakeClients,
  fakeClock,
  fakeLedger,
} from '../fakes.ts';
import type { FakeLedger, LedgerFacts } from '../fakes.ts';
import {
  closeInput,
  controlSeeing,
  finding,
  openLook,
  verification,
  WORKFLOW_ID,
} from '../sample.ts';

const second: FindingRef = { ...finding, id: `${finding.id}-2` };

it('marks closing, resolves with the note, marks closed, in this order', async () => {
  const parts = make();
  const { result } = await run(parts, closeInput());
  const own = ownVerification(parts);
  assert.deepEqual(result, { status: 'closed', remarks: [], verification: own });
  const at = '2026-11-23T06:00:00.000Z';
  assert.deepEqual(parts.ledger.calls, [
    ['markClosing', WORKFLOW_ID, 1, 'remediated'],
    ['closeFindings', WORKFLOW_ID, [finding], at],
    ['batchUpdateFindings'],
    ['markClosed', WORKFLOW_ID, 1, at, { ...OUTCOME, verificationId: own.id }],
  ]);
  assert.deepEqual(parts.updates, [
    {
      FindingIdentifiers: [{ Id: finding.id, ProductArn: finding.productArn }],
      Workflow: { Status: 'RESOLVED' },
      Note: { Text: noteOf(closeInput({ verification: own })), UpdatedBy: 'closeloop' },
    },
  ]);
});

it('puts verification, verdict and evidence hash into a note of at most 512 characters', () => {
  const note = noteOf(closeInput());
  for (const part of ['v-0d3a', 'fixed (remediated)', 'ab'.repeat(32), WORKFLOW_ID]) {
    assert(note.includes(part), part);
  }
  const long = { ...verification, summary: 'x'.repeat(2000) };
  const cut = noteOf(closeInput({ verification: long }));
  assert.equal(cut.length, 512);
  for (const part of ['v-0d3a', 'ab'.repeat(32), WORKFLOW_ID]) assert(cut.includes(part), part);
});

const attestation = { by: 'ana', confirmedBy: 'ben', evidence: 'PR 7' };
const unmappedId = readReport(unmappedRecord(finding))?.problems[0]?.workflowId ?? '';
const unmapped = { ...closeInput().problem, control: null };
const attested = {
  workflowId: unmappedId,
  problem: unmapped,
  reason: 'attested',
  attestation,
} as const;

function sourced(status: 'PASSED' | 'FAILED', changes: Partial<AwsSecurityFinding> = {}) {
  const Compliance = { Status: status, SecurityControlId: 'Lambda.1' };
  return unmappedRecord(finding, { Compliance, ...changes });
}

it('closes as attested with both names in the note, and does not look at it again', async () => {
  const parts = make({ records: [sourced('PASSED')] });
  await run(parts, closeInput(attested));

  const { verificationId, ...outcome } = outcomeIn(parts);
  assert.deepEqual(outcome, { destiny: 'Fixed', reason: 'attested', text: 'Fixed (attested)' });
  assert.equal(verificationId, parts.evidence.kept[0]?.id);
  assert.match(parts.updates[0]?.Note?.Text ?? '', /attested by ana, confirmed by ben; .*PR 7/);
});

it('writes nothing to Security Hub for what its source withdrew', async () => {
  const parts = make({ records: [sourced('FAILED', { RecordState: 'ARCHIVED' })] });
  const about = { workflowId: unmappedId, problem: unmapped, reason: 'by-source' } as const;
  await run(parts, closeInput(about));

  assert.deepEqual(parts.updates, []);
  assert.equal(outcomeIn(parts).text, 'Withdrawn (by-source)');
  const passed = make({ records: [sourced('PASSED')] });
  assert.match(because((await run(passed, closeInput(about))).result), /PASSED/);
});

for (const [what, changes, found] of [
  ['by one person', { attestation: { ...attestation, confirmedBy: 'ana' } }, 'PASSED'],
  ['by nobody', { attestation: undefined }, 'PASSED'],
  ['while the source reports it', {}, 'FAILED'],
] as const) {
  it(`refuses to close as attested ${what}`, async () => {
    const parts = make({ records: [sourced(found)] });
    const { attestation: said, ...rest } = { ...attested, ...changes };
    const input = closeInput(said === undefined ? rest : { ...rest, attestation: said });
    const { result } = await run(parts, input);

    assert.equal(result.status, 'refused');
    assert.deepEqual(parts.updates, []);
  });
}

it('refuses to close as attested what a control verifies', async () => {
  const parts = make();
  const { result } = await run(parts, closeInput({ ...attested, workflowId: WORKFLOW_ID }));

  assert.match(because(result), /S3.PublicAccess verifies it/);
  assert.deepEqual(parts.updates, []);
});

it('resolves only findings whose last problem this was, and names the others’ problems', async () => {
  const known = {
    finding: second,
    problems: { [WORKFLOW_ID]: 'closed', 'S3.MissingVersioning:1:2:3:4': 'open' },
    hash: null,
    closedAt: null,
  } as const;
  const parts = make({ last: [finding], known });
  const { result } = await run(parts, closeInput({ findings: [finding, second] }));
  assert.deepEqual(result, {
    status: 'closed',
    verification: ownVerification(parts),
    remarks: [`finding ${second.id} stays open until S3.MissingVersioning:1:2:3:4 closes`],
  });
  assert.equal(parts.updates[0]?.FindingIdentifiers?.length, 1);
});

it('asks Security Hub nothing when no finding is due', async () => {
  const parts = make({ last: [] });
  const { result } = await run(parts, closeInput());
  assert.equal(result.status, 'closed');
  assert.deepEqual(parts.updates, []);
});

it('remarks on a finding that Security Hub does not know any more', async () => {
  const parts = make({ answer: ['FindingNotFound'] });
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, {
    status: 'closed',
    verification: ownVerification(parts),
    remarks: [`Security Hub no longer knows finding ${finding.id}`],
  });
});

it('stays open when Security Hub refuses, with the code', async () => {
  const parts = make({ answer: ['FindingSizeExceeded'] });
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, {
    status: 'refused',
    refusals: [{ finding, code: 'FindingSizeExceeded', message: 'said Security Hub' }],
  });
  assert(!parts.ledger.calls.some(([name]) => name === 'markClosed'));
});

it('retries what passes, then takes it for a refusal', async () => {
  await assert.rejects(run(make({ answer: ['ConcurrentUpdateError'] }), closeInput()), {
    type: 'Unavailable',
    nonRetryable: false,
  });
  const { result } = await run(make({ answer: ['InternalFailure'] }), closeInput(), { attempt: 6 });
  assert.equal(result.status, 'refused');
});

it('updates at most 100 findings a call', async () => {
  const findings = Array.from({ length: 201 }, (_, i) => ({ ...finding, id: `f-${i}` }));
  const parts = make({ records: findings.map((one) => recordOf(one)) });
  await run(parts, closeInput({ findings }));
  assert.deepEqual(
    parts.updates.map((update) => update.FindingIdentifiers?.length),
    [100, 100, 1],
  );
});

for (const verdict of ['open', 'unknown'] as const) {
  it(`closes nothing that it finds ${verdict} itself, whatever verification the message carries`, async () => {
    const parts = make({ look: { ...openLook, verdict, error: verdict === 'open' ? null : 'x' } });
    const made = { ...verification, verdict: 'fixed', evidence: ZEROS } as const;
    const { result } = await run(parts, closeInput({ verification: made }));

    assert.match(
      because(result),
      verdict === 'open' ? /^not compliant/ : /could not be checked.*x/,
    );
    assert.deepEqual([parts.updates, parts.ledger.calls], [[], []]);
  });
}

it('resolves no finding that Security Hub knows as one of another problem', async () => {
  const Resources = [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::another' }];
  const parts = make({ records: [recordOf(finding), recordOf(second, { Resources })] });
  const { result } = await run(parts, closeInput({ findings: [finding, second] }));

  assert.equal(parts.updates[0]?.FindingIdentifiers?.length, 1);
  assert.match(
    result.status === 'closed' ? result.remarks.join() : '',
    /finding .*-2 is left as it is/,
  );
  assert.deepEqual(parts.ledger.calls[1]?.[2], [finding]);
});

it('closes nothing when all findings are about something else, though the named resource is fixed', async () => {
  const Resources = [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::another' }];
  const parts = make({ records: [recordOf(finding, { Resources })] });
  const { result } = await run(parts, closeInput());

  assert.match(because(result), /it is about S3.PublicAccess:111122223333:eu-west-1:another/);
  assert.deepEqual([parts.updates, parts.ledger.calls], [[], []]);
});

it('leaves a finding open whose other problem its own look finds open, whatever the ledger says', async () => {
  const Resources = ['payments-logs', 'another'].map((name) => ({
    Type: 'AwsS3Bucket',
    Id: `arn:aws:s3:::${name}`,
  }));
  const parts = make({
    records: [recordOf(finding, { Resources })],
    look: ({ resource }) => (resource.name === 'another' ? openLook : fixedLook),
  });
  const { result } = await run(parts, closeInput());

  assert.match(
    result.status === 'closed' ? result.remarks.join() : '',
    /stays open: S3.PublicAccess.*another/,
  );
  assert.deepEqual(parts.updates, []);
});

it('closes a finding that no control verified when its title named the lifecycle', async () => {
  const id = 'old-title:111122223333:eu-west-1:payments-logs:0123456789';
  const known = { ...KNOWN, problems: { [id]: 'open' } } as const;
  const parts = make({ records: [sourced('PASSED')], known });
  const { result } = await run(parts, closeInput({ ...attested, workflowId: id }));

  assert.equal(result.status, 'closed');
  const unknown = make({ records: [sourced('PASSED')] });
  assert.equal(
    (await run(unknown, closeInput({ ...attested, workflowId: id }))).result.status,
    'refused',
  );
});

it('a close fails with AccessDenied, not retryable, when Security Hub forbids the update', async () => {
  const parts = make({ answer: awsError('AccessDeniedException', 403) });
  await assert.rejects(run(parts, closeInput()), { type: 'AccessDenied', nonRetryable: true });
});

const OUTCOME = {
  destiny: 'Fixed',
  reason: 'remediated',
  text: 'Fixed (remediated)',
  lookAgainAt: '2026-11-24T06:00:00.000Z',
};

const ZEROS = { bucket: 'evidence', key: 'made-up', sha256: '0'.repeat(64) };
const fixedLook: CheckResult = { ...openLook, verdict: 'fixed', summary: verification.summary };
const KNOWN = { finding, problems: {}, hash: null, closedAt: null };

interface Parts {
  readonly ledger: FakeLedger;
  readonly updates: BatchUpdateFindingsCommandInput[];
  readonly evidence: FakeEvidence;
  readonly deps: CloseDeps;
}

interface Facts extends LedgerFacts {
  /** The codes with which the findings come back, in order, or the error of the call. */
  readonly answer?: readonly string[] | Error;
  /** What Security Hub knows; the two findings of the bucket by default. */
  readonly records?: readonly AwsSecurityFinding[];
  /** What the closer sees itself; a bucket that is fixed by default. */
  readonly look?: CheckResult | ((problem: Problem) => CheckResult);
}

function make({ answer = [], records, look = fixedLook, ...facts }: Facts = {}): Parts {
  const ledger = fakeLedger(facts);
  const updates: BatchUpdateFindingsCommandInput[] = [];
  const batchUpdateFindings = async (input: BatchUpdateFindingsCommandInput) => {
    updates.push(input);
    ledger.calls.push(['batchUpdateFindings']);
    if (answer instanceof Error) throw answer;
    const UnprocessedFindings = answer.map((ErrorCode, i) => ({
      FindingIdentifier: input.FindingIdentifiers?.[i],
      ErrorCode,
      ErrorMessage: 'said Security Hub',
    }));
    return { ProcessedFindings: [], UnprocessedFindings };
  };
  const { getFindings } = hubWith(records ?? [recordOf(finding), recordOf(second)]);
  const evidence = fakeEvidence();
  const control = {
    ...controlSeeing(fixedLook),
    verify: async (problem: Problem) => (typeof look === 'function' ? look(problem) : look),
  };
  const deps = {
    ledger,
    evidence,
    readReport,
    clock: fakeClock(),
    principal: 'closeloop-closer',
    accounts: fakeAccounts(fakeClients().clients),
    controlOf: (id: string) => (id === control.id ? control : null),
    securityHub: { batchUpdateFindings, getFindings } as unknown as SecurityHub,
  };
  return { ledger, updates, evidence, deps };
}

function run({ deps }: Parts, input: CloseInput, info: { attempt?: number } = {}) {
  return asActivity(() => close(deps, input, input.episode ?? 0), info);
}

function because(result: CloseResult): string {
  return result.status === 'refused' ? (result.because ?? 'Security Hub refused') : 'closed';
}

/** The verification that the closer made itself, by what it kept as evidence. */
function ownVerification({ evidence }: Parts): Verification {
  const id = evidence.kept[0]?.id ?? '';
  const key = `evidence/${WORKFLOW_ID}/${id}.json`;
  const kept = { bucket: 'evidence', key, sha256: 'cd' };
  return { ...verification, id, evidence: kept, at: '2026-11-23T06:00:00.000Z' };
}

function outcomeIn({ ledger }: Parts): Outcome {
  const [name, , , , outcome] = ledger.calls.at(-1) ?? [];
  assert.equal(name, 'markClosed');
  return outcome as Outcome;
}
