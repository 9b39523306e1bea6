import assert from 'node:assert/strict';

/** What the runtime worker believes before it writes: receipts that are used up, and the files of its own release. */
import type { StampedRow } from '../../../activities/ledger/policy/remediation-table.ts';
import type { Decision } from '../../../domain/decision.ts';
import { approvalOf } from '../../builders/decision.ts';
import { enforced, OWNERSHIP } from '../../builders/fake-policies.ts';
import { fakeReceipts } from '../../builders/fake-proofs.ts';
import { ABOUT, make, planned, ref, refuses, run } from './remediations.ts';

it('the runtime worker refuses an approval that another write used, and a message about a past round', async () => {
  const approval = await receipted(approvalOf(ref.hash));
  const high = { ...planned, severity: 'HIGH', approval } as const;
  await refuses(
    make({ ledger: { refused: 'used' } }),
    high,
    'refused',
    /decision-1 .*decide again/,
  );
  await refuses(make({ ledger: { refused: 'past' } }), planned, 'refused', /out of date/);
});

it('the runtime worker uses up the approval that allows the write, and none that the policy does not ask for', async () => {
  const approval = await receipted(approvalOf(ref.hash));
  const needed = make();
  await run(needed, { ...planned, severity: 'HIGH', approval });
  assert.deepEqual(needed.ledger.calls[0]?.at(-1), { ...ABOUT, consumes: ['decision-1'] });
  const automatic = make();
  await run(automatic, { ...planned, approval });
  assert.deepEqual(automatic.ledger.calls[0]?.at(-1), ABOUT);
});

it('the runtime worker writes only what the policy files of its own release allow, whatever the ledger’s table says', async () => {
  const released: readonly (readonly [StampedRow | null, RegExp])[] = [
    [null, /no row/],
    [{ ...enforced, automated: false }, /not automated/],
    [{ ...enforced, path: 'human' }, /is for people/],
    [{ ...enforced, path: 'code' }, /does not change the account/],
    [{ ...enforced, approvalFrom: 'LOW' }, /approval is needed and there is none/],
  ];
  for (const [row, reason] of released) {
    const parts = make();
    const release = { ownership: OWNERSHIP, remediation: () => row };
    const policies = { ...parts.deps.policies, release };
    await refuses({ ...parts, deps: { ...parts.deps, policies } }, planned, 'refused', reason);
  }
});

it('the ledger’s table still stops what the release allows', async () => {
  const parts = make({ rule: { ...enforced, automated: false } });
  const release = { ownership: OWNERSHIP, remediation: () => enforced };
  const deps = { ...parts.deps, policies: { ...parts.deps.policies, release } };
  await refuses({ ...parts, deps }, planned, 'refused', /not automated/);
});

it('the runtime worker changes no account where the table says that the type is fixed in code', async () => {
  const parts = make({ rule: { ...enforced, path: 'code' } });
  await refuses(parts, planned, 'refused', /fixed in its source code.*does not change the account/);
});

/** As this worker has checked it. */
async function receipted(approval: Decision, secret?: string): Promise<Decision> {
  const value = await fakeReceipts(secret).issue(approval);
  return { ...approval, proof: { kind: 'receipt', value } };
}
