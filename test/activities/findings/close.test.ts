import assert from 'node:assert/strict';

import { noteOf } from '../../../activities/findings/note.ts';
import { closeInput } from '../../builders/activity-input.ts';
import { awsError } from '../../builders/activity.ts';
import { openLook } from '../../builders/control.ts';
import { finding } from '../../builders/finding.ts';
import { memoryProofs } from '../../builders/memory-proofs.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';
import { verifiedFixed } from '../../builders/verification.ts';
import { recordOf } from '../closing/records.ts';
import {
  attestation,
  attested,
  because,
  FIXED_SETTINGS,
  fixedLook,
  KNOWN,
  make,
  outcomeIn,
  ownVerification,
  run,
  second,
  sourced,
  unmapped,
  unmappedId,
  ZEROS,
} from './closings.ts';

it('the closer marks closing, resolves with the note, marks closed with the settings that it read, in this order', async () => {
  const parts = make();
  const { result } = await run(parts, closeInput());
  const own = ownVerification(parts);
  assert.deepEqual(result, { status: 'closed', remarks: [], verification: own });
  const at = '2026-11-23T06:00:00.000Z';
  assert.deepEqual(parts.ledger.calls, [
    ['markClosing', WORKFLOW_ID, 1, 'remediated'],
    ['closeFindings', WORKFLOW_ID, [finding], at],
    ['batchUpdateFindings'],
    [
      'markClosed',
      WORKFLOW_ID,
      1,
      at,
      {
        ...OUTCOME,
        verificationId: own.id,
        evidence: own.evidence,
        found: { verificationId: own.id, at: own.at, settings: FIXED_SETTINGS },
      },
    ],
  ]);
  assert.deepEqual(parts.updates, [
    {
      FindingIdentifiers: [{ Id: finding.id, ProductArn: finding.productArn }],
      Workflow: { Status: 'RESOLVED' },
      Note: { Text: noteOf(closeInput({ verification: own })), UpdatedBy: 'closeloop' },
    },
  ]);
});

it('the closer puts verification, verdict and evidence hash into a note of at most 512 characters', () => {
  const note = noteOf(closeInput());
  for (const part of ['v-0d3a', 'fixed (remediated)', 'ab'.repeat(32), WORKFLOW_ID]) {
    assert(note.includes(part), part);
  }
  const long = { ...verifiedFixed, summary: 'x'.repeat(2000) };
  const cut = noteOf(closeInput({ verification: long }));
  assert.equal(cut.length, 512);
  for (const part of ['v-0d3a', 'ab'.repeat(32), WORKFLOW_ID]) assert(cut.includes(part), part);
});

it('the closer closes as attested with both names in the note, and does not look at it again', async () => {
  const parts = make({ records: [sourced('PASSED')] });
  await run(parts, closeInput(attested));

  const { verificationId, evidence, ...outcome } = outcomeIn(parts);
  assert.deepEqual(outcome, { destiny: 'Fixed', reason: 'attested', text: 'Fixed (attested)' });
  assert.equal(verificationId, parts.evidence.kept[0]?.id);
  assert.ok(Reflect.get(Object(evidence), 'sha256'), 'the last line of the story has its evidence');
  assert.match(parts.updates[0]?.Note?.Text ?? '', /attested by ana, confirmed by ben; .*PR 7/);
});

it('the closer writes nothing to Security Hub for what its source withdrew', async () => {
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
  it(`the closer refuses to close as attested ${what}`, async () => {
    const parts = make({ records: [sourced(found)] });
    const { attestation: said, ...rest } = { ...attested, ...changes };
    const input = closeInput(said === undefined ? rest : { ...rest, attestation: said });
    const { result } = await run(parts, input);

    assert.equal(result.status, 'refused');
    assert.deepEqual(parts.updates, []);
  });
}

it('the closer refuses to close as attested what a control verifies', async () => {
  const parts = make();
  const { result } = await run(parts, closeInput({ ...attested, workflowId: WORKFLOW_ID }));

  assert.match(because(result), /S3.PublicAccess verifies it/);
  assert.deepEqual(parts.updates, []);
});

it('the closer resolves only findings whose last problem this was, and names the others’ problems', async () => {
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

it('the closer asks Security Hub nothing when no finding is due', async () => {
  const parts = make({ last: [] });
  const { result } = await run(parts, closeInput());
  assert.equal(result.status, 'closed');
  assert.deepEqual(parts.updates, []);
});

it('the closer remarks on a finding that Security Hub does not know any more', async () => {
  const parts = make({ answer: ['FindingNotFound'] });
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, {
    status: 'closed',
    verification: ownVerification(parts),
    remarks: [`Security Hub no longer knows finding ${finding.id}`],
  });
});

it('the closer stays open when Security Hub refuses, with the code', async () => {
  const parts = make({ answer: ['FindingSizeExceeded'] });
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, {
    status: 'refused',
    refusals: [{ finding, code: 'FindingSizeExceeded', message: 'said Security Hub' }],
  });
  assert(!parts.ledger.calls.some(([name]) => name === 'markClosed'));
});

it('the closer retries what passes, then takes it for a refusal', async () => {
  await assert.rejects(run(make({ answer: ['ConcurrentUpdateError'] }), closeInput()), {
    type: 'Unavailable',
    nonRetryable: false,
  });
  const { result } = await run(make({ answer: ['InternalFailure'] }), closeInput(), { attempt: 6 });
  assert.equal(result.status, 'refused');
});

it('the closer updates at most 100 findings a call', async () => {
  const findings = Array.from({ length: 201 }, (_, i) => ({ ...finding, id: `f-${i}` }));
  const parts = make({ records: findings.map((one) => recordOf(one)) });
  await run(parts, closeInput({ findings }));
  assert.deepEqual(
    parts.updates.map((update) => update.FindingIdentifiers?.length),
    [100, 100, 1],
  );
});

for (const verdict of ['open', 'unknown'] as const) {
  it(`the closer closes nothing that it finds ${verdict} itself, whatever verification the message carries`, async () => {
    const parts = make({ look: { ...openLook, verdict, error: verdict === 'open' ? null : 'x' } });
    const made = { ...verifiedFixed, verdict: 'fixed', evidence: ZEROS } as const;
    const { result } = await run(parts, closeInput({ verification: made }));

    assert.match(
      because(result),
      verdict === 'open' ? /^not compliant/ : /could not be checked.*x/,
    );
    assert.deepEqual([parts.updates, parts.ledger.calls], [[], []]);
  });
}

it('the closer resolves no finding that Security Hub knows as one of another problem', async () => {
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

it('the closer closes nothing when all findings are about something else, though the named resource is fixed', async () => {
  const Resources = [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::another' }];
  const parts = make({ records: [recordOf(finding, { Resources })] });
  const { result } = await run(parts, closeInput());

  assert.match(because(result), /it is about S3.PublicAccess:111122223333:eu-west-1:another/);
  assert.deepEqual([parts.updates, parts.ledger.calls], [[], []]);
});

it('the closer leaves a finding open whose other problem its own look finds open, whatever the ledger says', async () => {
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
    /stays open until S3.PublicAccess.*another/,
  );
  assert.deepEqual(parts.updates, []);
});

it('the closer closes nothing as attested that the closer did not hear from these two persons itself', async () => {
  const parts = make({ records: [sourced('PASSED')], proofs: memoryProofs() });
  const { result } = await run(parts, closeInput(attested));

  assert.match(because(result), /no proven attestation of ana/);
  assert.deepEqual([parts.updates, parts.ledger.calls, parts.proofs.proven], [[], [], []]);
});

it('the closer writes the proof of a status before Security Hub gets it', async () => {
  const parts = make({ answer: awsError('InternalException', 500) });
  await assert.rejects(run(parts, closeInput()), { type: 'Unavailable' });

  assert.partialDeepStrictEqual(parts.proofs.proven, [
    { findingId: finding.id, status: 'RESOLVED', verificationId: ownVerification(parts).id },
  ]);
});

it('the closer closes a finding that no control verified when its title named the lifecycle', async () => {
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
