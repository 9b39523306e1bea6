/** FIX_GENERATION_FAILED in Security Hub, beside what others wrote there. */
import assert from 'node:assert/strict';

import { noteFailedFix } from '../../../activities/findings/note-failed-fix.ts';
import type { NoteFailedFixDeps } from '../../../activities/findings/note-failed-fix.ts';
import { controlById } from '../../../controls/index.ts';
import type { FixAttempt } from '../../../domain/code-fix.ts';
import { attempt } from '../../builders/code-fix.ts';
import { fakeLedger } from '../../builders/fake-ledger.ts';
import { finding } from '../../builders/finding.ts';
import { readReport, recordOf } from '../closing/records.ts';

type Hub = NoteFailedFixDeps['securityHub'];
type Updates = Parameters<Hub['batchUpdateFindings']>[0][];

function hubWith(...fields: readonly (Record<string, string> | undefined)[]) {
  const updates: Updates = [];
  const Findings = fields.map((UserDefinedFields, n) =>
    recordOf({ ...finding, id: `${finding.id}-${n}` }, { UserDefinedFields }),
  );
  const securityHub = {
    getFindings: async () => await Promise.resolve({ Findings }),
    batchUpdateFindings: async (update: Updates[number]) => {
      updates.push(update);
      return await Promise.resolve({ UnprocessedFindings: [] });
    },
  } as unknown as Hub;
  const findings = Findings.map(({ Id = '', ProductArn = '' }) => ({
    id: Id,
    productArn: ProductArn,
  }));
  return { securityHub, updates, findings };
}

const workflowId = readReport(recordOf(finding))?.problems[0]?.workflowId ?? '';
const attempts = [attempt('again', 1), attempt('again', 2), attempt('again', 3)];

async function noted(
  { securityHub, findings }: ReturnType<typeof hubWith>,
  rejected: readonly FixAttempt[] = attempts,
): Promise<readonly string[]> {
  const input = { findings, attempts: rejected, workflowId };
  const deps = { securityHub, readReport, ledger: fakeLedger(), controlOf: controlById };
  return (await noteFailedFix(deps, input)).remarks;
}

it('the note in Security Hub says that no fix was found and why, and keeps the fields of others', async () => {
  const hub = hubWith({ ticket: 'SEC-7' });

  assert.deepEqual(await noted(hub), []);
  assert.deepEqual(hub.updates, [
    {
      FindingIdentifiers: [{ Id: `${finding.id}-0`, ProductArn: finding.productArn }],
      UserDefinedFields: {
        ticket: 'SEC-7',
        'closeloop:fix': 'FIX_GENERATION_FAILED',
        'closeloop:fix-reasons':
          '1. parse NO_HUNKS: No diff.; 2. parse NO_HUNKS: No diff.; 3. parse NO_HUNKS: No diff.',
        'closeloop:lifecycle': workflowId,
      },
    },
  ]);
});

it('repeated, it writes nothing', async () => {
  const hub = hubWith({});
  await noted(hub);
  const again = hubWith(hub.updates[0]?.UserDefinedFields);
  await noted(again);

  assert.equal(again.updates.length, 0);
});

it('findings that get the same fields are told in one call', async () => {
  const hub = hubWith({}, undefined, { ticket: 'SEC-7' });
  await noted(hub);

  assert.deepEqual(
    hub.updates.map(({ FindingIdentifiers: ids }) => ids?.length),
    [2, 1],
  );
});

it('long reasons are shortened to what a field holds, and each attempt has its part', async () => {
  const hub = hubWith({});
  const long = attempts.map((one) => ({ ...one, reason: 'x'.repeat(2_000) }));
  await noted(hub, long);
  const reasons = hub.updates[0]?.UserDefinedFields?.['closeloop:fix-reasons'] ?? '';

  assert.ok(reasons.length <= 1024 && reasons.length > 900, String(reasons.length));
  assert.match(reasons, /3\. parse NO_HUNKS: x+/);
});

it('a finding without room keeps what it has, and a remark says so', async () => {
  const full = Object.fromEntries(Array.from({ length: 49 }, (_, n) => [`field-${n}`, 'theirs']));
  const hub = hubWith(full);
  const remarks = await noted(hub);

  assert.equal(hub.updates.length, 0);
  assert.match(remarks.join(), /no room for FIX_GENERATION_FAILED/);
});

it('the note in Security Hub leaves a finding of another problem as it is, whatever the message says', async () => {
  const hub = hubWith({ ticket: 'SEC-7' });
  const deps = { ...hub, readReport, ledger: fakeLedger(), controlOf: controlById };
  const input = {
    findings: hub.findings,
    attempts,
    workflowId: 'S3.PublicAccess:1:eu-west-1:other:0',
  };
  const { remarks } = await noteFailedFix(deps, input);

  assert.equal(hub.updates.length, 0);
  assert.match(remarks.join(), /is left as it is: in Security Hub it is about/);
});
