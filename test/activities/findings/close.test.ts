import assert from 'node:assert/strict';

import type { BatchUpdateFindingsCommandInput, SecurityHub } from '@aws-sdk/client-securityhub';

import { close } from '../../../activities/findings/close.ts';
import { noteOf } from '../../../activities/findings/note.ts';
import type { FindingRef } from '../../../domain/finding.ts';
import type { CloseInput } from '../../../workflows/activity-types.ts';
import { asActivity, awsError, fakeClock, fakeLedger } from '../fakes.ts';
import type { FakeLedger, LedgerFacts } from '../fakes.ts';
import { closeInput, finding, verification, WORKFLOW_ID } from '../sample.ts';

const second: FindingRef = { ...finding, id: `${finding.id}-2` };

it('marks closing, resolves with the note, marks closed, in this order', async () => {
  const parts = make();
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, { status: 'closed', remarks: [] });
  const at = '2026-11-23T06:00:00.000Z';
  assert.deepEqual(parts.ledger.calls, [
    ['markClosing', WORKFLOW_ID, 1, 'remediated'],
    ['closeFindings', WORKFLOW_ID, [finding], at],
    ['batchUpdateFindings'],
    ['markClosed', WORKFLOW_ID, 1, at, OUTCOME],
  ]);
  assert.deepEqual(parts.updates, [
    {
      FindingIdentifiers: [{ Id: finding.id, ProductArn: finding.productArn }],
      Workflow: { Status: 'RESOLVED' },
      Note: { Text: noteOf(closeInput()), UpdatedBy: 'closeloop' },
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

const unmapped = { ...closeInput().problem, control: null };
const sourced = { ...verification, verdict: 'unknown', source: 'archived' } as const;
const attestation = { by: 'ana', confirmedBy: 'ben', evidence: 'PR 7' };

it('closes as attested with both names in the note, and does not look at it again', async () => {
  const parts = make();
  const input = { problem: unmapped, verification: sourced, attestation };
  await run(parts, closeInput({ ...input, reason: 'attested' }));

  const outcome = { destiny: 'Fixed', reason: 'attested', text: 'Fixed (attested)' };
  assert.deepEqual(parts.ledger.calls.at(-1)?.at(-1), outcome);
  assert.match(parts.updates[0]?.Note?.Text ?? '', /attested by ana, confirmed by ben; .*PR 7/);
});

it('writes nothing to Security Hub for what its source withdrew', async () => {
  const parts = make();
  await run(parts, closeInput({ problem: unmapped, verification: sourced, reason: 'by-source' }));

  assert.deepEqual(parts.updates, []);
  const outcome = { destiny: 'Withdrawn', reason: 'by-source', text: 'Withdrawn (by-source)' };
  assert.deepEqual(parts.ledger.calls.at(-1)?.at(-1), outcome);
});

for (const [what, changes] of [
  ['by one person', { attestation: { ...attestation, confirmedBy: 'ana' } }],
  ['by nobody', {}],
  ['while the source reports it', { attestation, verification: { ...sourced, source: 'open' } }],
  ['of what a control verifies', { attestation, problem: closeInput().problem }],
] as const) {
  it(`refuses to close as attested ${what}`, async () => {
    const claimed = { problem: unmapped, verification: sourced, reason: 'attested' } as const;
    const input: Partial<CloseInput> = { ...claimed, ...changes };

    await assert.rejects(run(make(), closeInput(input)), {
      type: 'InvalidInput',
    });
  });
}

it('resolves only findings whose last problem this was, and names the others’ problems', async () => {
  const known = {
    finding: second,
    problems: { [WORKFLOW_ID]: 'closed', 'S3.MissingVersioning:1:2:3:4': 'open' },
    hash: null,
    closedAt: null,
  } as const;
  const parts = make([], { last: [finding], known });
  const { result } = await run(parts, closeInput({ findings: [finding, second] }));
  assert.deepEqual(result, {
    status: 'closed',
    remarks: [`finding ${second.id} stays open until S3.MissingVersioning:1:2:3:4 closes`],
  });
  assert.equal(parts.updates[0]?.FindingIdentifiers?.length, 1);
});

it('asks Security Hub nothing when no finding is due', async () => {
  const parts = make([], { last: [] });
  const { result } = await run(parts, closeInput());
  assert.equal(result.status, 'closed');
  assert.deepEqual(parts.updates, []);
});

it('remarks on a finding that Security Hub does not know any more', async () => {
  const parts = make(['FindingNotFound']);
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, {
    status: 'closed',
    remarks: [`Security Hub no longer knows finding ${finding.id}`],
  });
});

it('stays open when Security Hub refuses, with the code', async () => {
  const parts = make(['FindingSizeExceeded']);
  const { result } = await run(parts, closeInput());
  assert.deepEqual(result, {
    status: 'refused',
    refusals: [{ finding, code: 'FindingSizeExceeded', message: 'said Security Hub' }],
  });
  assert(!parts.ledger.calls.some(([name]) => name === 'markClosed'));
});

it('retries what passes, then takes it for a refusal', async () => {
  await assert.rejects(run(make(['ConcurrentUpdateError']), closeInput()), {
    type: 'Unavailable',
    nonRetryable: false,
  });
  const { result } = await run(make(['InternalFailure']), closeInput(), { attempt: 6 });
  assert.equal(result.status, 'refused');
});

it('updates at most 100 findings a call', async () => {
  const findings = Array.from({ length: 201 }, (_, i) => ({ ...finding, id: `f-${i}` }));
  const parts = make();
  await run(parts, closeInput({ findings }));
  assert.deepEqual(
    parts.updates.map((update) => update.FindingIdentifiers?.length),
    [100, 100, 1],
  );
});

it('closes nothing without a closing verdict and its evidence', async () => {
  const wrong: readonly CloseInput[] = [
    closeInput({ verification: { ...verification, verdict: 'open' } }),
    closeInput({ verification: { ...verification, verdict: 'unknown', error: 'x' } }),
    closeInput({ verification: { ...verification, evidence: null } }),
  ];
  for (const input of wrong) {
    const parts = make();
    await assert.rejects(run(parts, input), { type: 'InvalidInput', nonRetryable: true });
    assert.deepEqual(parts.ledger.calls, []);
  }
});

it('a close fails with AccessDenied, not retryable, when Security Hub forbids the update', async () => {
  const parts = make(awsError('AccessDeniedException', 403));
  await assert.rejects(run(parts, closeInput()), { type: 'AccessDenied', nonRetryable: true });
});

const OUTCOME = {
  destiny: 'Fixed',
  reason: 'remediated',
  text: 'Fixed (remediated)',
  lookAgainAt: '2026-11-24T06:00:00.000Z',
};

interface Parts {
  readonly ledger: FakeLedger;
  readonly updates: BatchUpdateFindingsCommandInput[];
  readonly securityHub: SecurityHub;
}

/** `answer`: the codes with which the findings come back, in order, or the error of the call. */
function make(answer: readonly string[] | Error = [], facts: LedgerFacts = {}): Parts {
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
  return { ledger, updates, securityHub: { batchUpdateFindings } as unknown as SecurityHub };
}

function run({ ledger, securityHub }: Parts, input: CloseInput, info: { attempt?: number } = {}) {
  const deps = { ledger, securityHub, clock: fakeClock() };
  return asActivity(() => close(deps, input, input.episode ?? 0), info);
}
