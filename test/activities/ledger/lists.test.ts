import assert from 'node:assert/strict';

import type { Ledger, Lookups } from '../../../activities/ledger/ledger.ts';
import type { LedgerRow } from '../../../domain/story.ts';
import { findingRef } from '../../builders/finding.ts';
import { ledgerRow, storyEntry } from '../../builders/story.ts';
import { startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

const idOf = (n: number) => `lifecycle-${String(n).padStart(2, '0')}`;
const minute = (n: number) => `2026-03-01T10:${String(n).padStart(2, '0')}:00.000Z`;
const newest = (keep: (n: number) => boolean) =>
  Array.from({ length: 60 }, (_, n) => 59 - n)
    .filter(keep)
    .map(idOf);

describe('lists of the ledger', () => {
  let world: LedgerWorld;
  let ledger: Ledger & Lookups;
  before(async () => {
    world = await startLedgerWorld();
    ({ ledger } = world);
    for (let n = 0; n < 60; n += 1) await add(n);
    await ledger.openEpisode('opened, not recorded', 'run');
  });
  after(async () => await world.stop());

  // 60 rows of about 40 KB: more than twice what one answer of DynamoDB holds.
  const many = Array.from({ length: 200 }, (_, n) => findingRef(String(n)));

  async function add(n: number): Promise<void> {
    const phase = n % 3 === 0 ? 'HUMAN_REVIEW' : 'TRIAGE';
    const nextDeadline = phase === 'TRIAGE' ? null : minute(59 - n);
    await write(n, minute(n), ledgerRow({ phase, nextDeadline, findings: many }));
  }

  async function write(n: number, at: string, change: LedgerRow): Promise<void> {
    const id = idOf(n);
    await ledger.openEpisode(id, 'run');
    const seq = Math.floor(Date.parse(at) / 1000) % 99_999_999;
    await ledger.record(id, 1, { episode: 1, row: change, entries: [storyEntry(seq, { at })] });
  }

  const ids = async (filter?: { phase?: string; limit?: number }) =>
    (await ledger.lifecycles(filter)).map((lifecycle) => lifecycle.workflowId);

  it('the list of lifecycles holds every lifecycle, newest change first, over several pages', async () => {
    assert.deepEqual(
      await ids(),
      newest(() => true),
    );
  });

  it('the list of lifecycles holds every lifecycle of a phase, newest change first', async () => {
    assert.deepEqual(
      await ids({ phase: 'TRIAGE' }),
      newest((n) => n % 3 !== 0),
    );
    assert.deepEqual(await ids({ phase: 'NO_SUCH_PHASE' }), []);
  });

  it('the list of lifecycles holds the newest of all, or of a phase, up to a limit', async () => {
    assert.deepEqual(await ids({ limit: 4 }), newest(() => true).slice(0, 4));
    const people = newest((n) => n % 3 === 0);
    assert.deepEqual(await ids({ phase: 'HUMAN_REVIEW', limit: 3 }), people.slice(0, 3));
    assert.deepEqual(
      await ids({ limit: 1000 }),
      newest(() => true),
    );
    await assert.rejects(ledger.lifecycles({ limit: 0 }), { type: 'InvalidInput' });
  });

  it('the list of lifecycles finds what is past its deadline, soonest deadline first', async () => {
    const expected = [57, 54, 51].map(idOf);
    assert.deepEqual(await ledger.overdue('HUMAN_REVIEW', minute(9)), expected);
  });

  it('the list of lifecycles finds what has not moved in a phase without a deadline', async () => {
    assert.deepEqual(await ledger.overdue('TRIAGE', minute(5)), [1, 2, 4].map(idOf));
  });

  it('the list of lifecycles moves a lifecycle from phase to phase, and out of what is due when closed', async () => {
    await write(1, '2026-03-01T11:00:00.000Z', ledgerRow({ phase: 'CLOSE' }));
    assert.deepEqual(await ids({ phase: 'CLOSE' }), [idOf(1)]);
    await ledger.markClosing(idOf(1), 1);
    await ledger.markClosed(idOf(1), 1, '2026-03-01T11:00:01Z');
    assert.deepEqual(await ids({ phase: 'CLOSE' }), []);
    assert.deepEqual(await ids({ phase: 'CLOSED' }), [idOf(1)]);
    assert.deepEqual(await ledger.overdue('CLOSED', '2030-01-01T00:00:00Z'), []);
    assert.equal((await ids({ limit: 1 }))[0], idOf(1));
  });
});
