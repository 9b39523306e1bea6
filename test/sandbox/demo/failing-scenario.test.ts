import assert from 'node:assert/strict';

import { collectFailures } from '../../../sandbox/demo/failures.ts';
import type { FindingResult } from '../../../sandbox/demo/result.ts';
import type { Scenario } from '../../../sandbox/demo/scenario.ts';
import { withFindings } from '../../../sandbox/demo/seed.ts';
import { conclusion } from '../../../sandbox/demo/show.ts';
import { watch } from '../../../sandbox/demo/watch.ts';
import type { World } from '../../../sandbox/world.ts';
import { lifecycle } from '../../console/rows.ts';
import { fixable } from '../../world/scenario.ts';

const breaks: Scenario = fixable('breaks', {
  expected: { state: 'ACCEPTED', destiny: 'Accepted' },
  acts: [
    { in: 'AWAITING_APPROVAL', does: 'undo' },
    { in: 'AWAITING_APPROVAL', does: 'undo' },
  ],
});
const works = fixable('works');

/** A ledger in which `works` has closed and `breaks` waits for an approval for ever. */
function ledgerOf(seeded: readonly ReturnType<typeof withFindings>[]): Pick<World, 'ledger'> {
  const bucketOf = (id: string) =>
    seeded.find(({ findings }) => findings.some((one) => one.Id === id))?.scenario.bucket ?? '';
  const ledger: Partial<World['ledger']> = {
    knownFinding: async ({ id }) =>
      ({ problems: { [bucketOf(id)]: {} } }) as unknown as Awaited<
        ReturnType<World['ledger']['knownFinding']>
      >,
    lifecycle: async (workflowId) =>
      workflowId === 'works'
        ? lifecycle({ workflowId, phase: 'CLOSED', closedAt: '2026-03-01T12:00:00.000Z' })
        : lifecycle({ workflowId }),
    story: async () => [],
  };
  return { ledger: ledger as World['ledger'] };
}

describe('a scenario of the demo that fails', () => {
  it('the demo prints one sentence about a failed act, skips its further acts and watches the other scenarios to their end', async () => {
    const lines: string[] = [];
    const { attempt, reasons } = collectFailures((line) => lines.push(line));
    const seeded = [breaks, works].map(withFindings);
    const all = await watch(ledgerOf(seeded), seeded, {
      onLine: () => {},
      onAct: (_act, { scenario }) =>
        attempt(scenario, async () => {
          throw new Error('the console\n  ended with code 1');
        }),
      failed: reasons,
      stallMs: 60_000,
    });

    assert.deepEqual(lines, ['✘ breaks failed: the console ended with code 1']);
    assert.equal(all.find(({ scenario }) => scenario === works)?.lifecycle?.phase, 'CLOSED');
  });

  it('the demo gives up on a scenario whose story does not grow any more', async () => {
    const seeded = [withFindings({ ...breaks, acts: [] })];
    const [progress] = await watch(ledgerOf(seeded), seeded, { onLine: () => {}, stallMs: 1 });
    assert.equal(progress?.lifecycle?.phase, 'AWAITING_APPROVAL');
  });

  it('the demo names a failed scenario and its reason below the table', () => {
    const result: FindingResult = {
      id: 'id',
      control: 'S3.PublicAccess',
      resource: 'breaks',
      expected: breaks.expected,
      state: 'AWAITING_APPROVAL',
      destiny: null,
      ok: false,
      workflowId: 'breaks',
      verificationId: null,
      shows: 'breaks',
      reason: 'approval asked',
      problems: ['the console ended with code 1'],
    };
    const text = conclusion([result, { ...result, resource: 'works', ok: true, problems: [] }]);
    assert.match(text, /RESOURCE +CONTROL +STATUS +DESTINY +WHAT IT SHOWS/);
    assert.match(
      text,
      /1 of 2 findings did not end as expected:\n {2}breaks: the console ended with code 1$/,
    );
  });
});
