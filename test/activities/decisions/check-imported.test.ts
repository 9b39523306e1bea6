import assert from 'node:assert/strict';

import { checkImported } from '../../../activities/decisions/check-imported.ts';
import type { CheckImportDeps, ImportInput } from '../../../activities/decisions/check-imported.ts';
import { suppressionsIn } from '../../../activities/findings/suppressions.ts';
import { asActivity, fakeClock } from '../../builders/activity.ts';
import { importedAcceptance } from '../../builders/decision.ts';
import { fakePolicies } from '../../builders/fake-policies.ts';
import { fakeProofs } from '../../builders/fake-proofs.ts';
import { finding } from '../../builders/finding.ts';
import { problem, WORKFLOW_ID } from '../../builders/problem.ts';

const held = { finding, by: 'olga', text: 'known since May' };

async function check(
  changes: Partial<ImportInput> = {},
  { said = {}, ...parts }: Partial<CheckImportDeps> & { said?: object } = {},
) {
  const deps = {
    ...fakeProofs(),
    policies: fakePolicies(),
    clock: fakeClock(),
    suppressions: async () => [held],
    ...parts,
  };
  const acceptance = { ...importedAcceptance(), finding: WORKFLOW_ID, ...said };
  const about = {
    workflowId: WORKFLOW_ID,
    problem,
    severity: 'HIGH',
    findings: [finding],
  } as const;
  const input = { ...about, acceptance, ...changes };
  return (await asActivity(() => checkImported(deps, input))).result;
}

const refusal = async (...args: Parameters<typeof check>) => {
  const found = await check(...args);
  return found.granted ? '' : found.because;
};

it('the check of an import grants what a security lead imports, under that name, with the note as an unproven claim', async () => {
  assert.deepEqual(await check(), {
    granted: true,
    importer: 'margaret',
    why: 'SUPPRESSED in Security Hub before; unproven note of olga: known since May',
    until: Date.parse('2026-12-01T00:00:00Z'),
  });
  const quiet = await check({}, { suppressions: async () => [{ finding, by: null, text: null }] });
  assert.ok(quiet.granted);
  assert.match(quiet.why, /unproven note of nobody: Security Hub holds no note/);
});

it('the check of an import takes no name from a note for the person who imports', async () => {
  const forged = { finding, by: 'margaret', text: 'accepted by margaret and katherine' };
  const checked = await check(
    {},
    { suppressions: async () => [forged], said: { actor: 'barbara' } },
  );
  assert.ok(!checked.granted);
  assert.match(checked.because, /barbara may not ask/);
});

it('the check of an import refuses CRITICAL, types without a control, another finding, and ends that policy does not allow', async () => {
  assert.match(await refusal({ severity: 'CRITICAL' }), /CRITICAL/);
  assert.match(await refusal({ problem: { ...problem, control: null } }), /no control verifies/);
  assert.match(await refusal({}, { said: { finding: 'other' } }), /it is about other/);
  for (const until of ['2026-01-01T00:00:00Z', '2036-01-01T00:00:00Z', 'never', ''])
    assert.notEqual(await refusal({}, { said: { until } }), '', until);
});

it('the check of an import refuses who is no security lead, an unproven message where policy wants proof, and a used proof', async () => {
  assert.match(await refusal({}, { said: { actor: 'barbara' } }), /barbara may not ask/);
  const policies = fakePolicies();
  const decisions = { ...policies.decisions, trustUnprovenUpTo: null };
  assert.match(await refusal({}, { policies: { ...policies, decisions } }), /carries no proof/);
  const arn = 'arn:aws:sts::222233334444:assumed-role/Security_1/margaret';
  const proof = { kind: 'caller-identity', value: 'q' };
  const whoSigned = async () => ({ arn });
  const said = { proof, actor: 'somebody' };
  const fine = await check({}, { whoSigned, said });
  assert.ok(fine.granted && 'importer' in fine && fine.importer === 'margaret');
  const usedProofs = { use: async () => false };
  assert.match(await refusal({}, { whoSigned, usedProofs, said }), /used before/);
});

it('the check of an import refuses an import of a finding that is not SUPPRESSED any more', async () => {
  assert.match(
    await refusal({}, { suppressions: async () => [] }),
    /not SUPPRESSED in Security Hub/,
  );
});

it('the check of an import asks Security Hub in batches, and takes only the very findings', async () => {
  const asked: unknown[] = [];
  const foreign = { Id: finding.id, ProductArn: 'arn:other' };
  const Note = { Text: 'x', UpdatedBy: 'olga', UpdatedAt: '' };
  const own = { Id: finding.id, ProductArn: finding.productArn, Note };
  const getFindings = async (input: unknown) => {
    asked.push(input);
    return { Findings: [foreign, own] };
  };
  const many = Array.from({ length: 45 }, (_, n) => ({
    ...finding,
    id: n === 0 ? finding.id : `f${n}`,
  }));
  const found = await suppressionsIn({ getFindings } as never)(many);
  assert.equal(asked.length, 3);
  assert.deepEqual(found, [{ finding: many[0], by: 'olga', text: 'x' }]);
});
