import assert from 'node:assert/strict';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import { dynamoNotices } from '../../../activities/ledger/notice/notices.ts';
import type { Notices } from '../../../activities/ledger/notice/notices.ts';
import { findingRef } from '../../builders/finding.ts';
import { ledgerRow, newId, storyEntry } from '../../builders/story.ts';
import { conflictError, failNext, PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

const AT = '2026-03-01T11:00:00.000Z';

describe('notices in the ledger', () => {
  let world: LedgerWorld;
  let ledger: Ledger;
  let notices: Notices;
  before(async () => {
    world = await startLedgerWorld();
    ledger = dynamoLedger(openStore(world.client, PREFIX, { notices: true }));
    notices = dynamoNotices(openStore(world.client, PREFIX));
  });
  after(async () => await world.stop());

  async function begun(): Promise<string> {
    const id = newId();
    await ledger.openEpisode(id, 'run');
    const entries = [
      storyEntry(1, { kind: 'observed' }),
      storyEntry(2, { kind: 'people', phase: 'HUMAN_REVIEW' }),
    ];
    await ledger.record(id, 1, { episode: 1, row: ledgerRow({ phase: 'HUMAN_REVIEW' }), entries });
    return id;
  }

  it('a line that matters leaves one notice, however often it is recorded', async () => {
    const id = await begun();
    const entries = [
      storyEntry(2, { kind: 'people', phase: 'HUMAN_REVIEW' }),
      storyEntry(3, { kind: 'reminded' }),
    ];
    await ledger.record(id, 1, { episode: 1, row: ledgerRow({ phase: 'HUMAN_REVIEW' }), entries });
    await ledger.record(id, 1, { episode: 1, row: ledgerRow({ phase: 'HUMAN_REVIEW' }), entries });
    const untold = await notices.unpublished(id);
    assert.deepEqual(
      untold.map(({ kind, sequence }) => [kind, sequence]),
      [
        ['waits-for-you', '000001#00000002'],
        ['reminded', '000001#00000003'],
      ],
    );
    assert.equal(untold[0]?.row.phase, 'HUMAN_REVIEW');
  });

  it('a conflict of two writers leaves one notice too', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run');
    const client = world.newClient();
    failNext(client, 'TransactWrite', [conflictError()]);
    const other = dynamoLedger(openStore(client, PREFIX, { notices: true }));
    const story = { episode: 1, row: ledgerRow(), entries: [storyEntry(1, { kind: 'people' })] };
    await Promise.all([other.record(id, 1, story), ledger.record(id, 1, story)]);
    assert.equal((await notices.unpublished(id)).length, 1);
  });

  it('a close leaves the notice of its destiny in the same transaction as its last line', async () => {
    const id = await begun();
    await ledger.markClosing(id, 1, 'remediated');
    await ledger.closeFindings(id, [findingRef('a')], AT);
    const outcome = { destiny: 'Fixed', reason: 'remediated', text: 'Fixed (remediated)' } as const;
    await ledger.markClosed(id, 1, AT, outcome);
    await ledger.markClosed(id, 1, AT, outcome);
    const fixed = (await notices.unpublished(id)).filter(({ kind }) => kind === 'fixed');
    assert.deepEqual(
      fixed.map(({ text, row: { phase, destiny } }) => [text, phase, destiny]),
      [['Fixed (remediated)', 'CLOSED', 'Fixed']],
    );
  });

  it('what was told waits no more; what failed says why and goes on waiting', async () => {
    const id = await begun();
    const [first] = await notices.unpublished(id);
    assert.ok(first);
    await notices.markFailed(first, 'no topic');
    await notices.markFailed(first, 'no topic yet');
    const [failed] = await notices.unpublished(id);
    assert.deepEqual([failed?.attempts, failed?.lastError], [2, 'no topic yet']);
    assert.ok((await notices.undeliveredSince('2026-03-02T00:00:00.000Z', 100)).includes(id));
    await notices.markPublished(first, AT);
    await notices.markPublished(first, AT);
    await notices.markFailed(first, 'too late');
    assert.deepEqual(await notices.unpublished(id), []);
    assert.ok(!(await notices.undeliveredSince('2026-03-02T00:00:00.000Z', 100)).includes(id));
  });

  it('without anybody to tell, lines leave no notices', async () => {
    const id = newId();
    const silent = dynamoLedger(openStore(world.client, PREFIX));
    await silent.openEpisode(id, 'run');
    await silent.record(id, 1, {
      episode: 1,
      row: ledgerRow(),
      entries: [storyEntry(1, { kind: 'people' })],
    });
    assert.deepEqual(await notices.unpublished(id), []);
  });

  it('120 lines with a notice each are told in order', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run');
    const entries = Array.from({ length: 120 }, (_, n) => storyEntry(n + 1, { kind: 'reminded' }));
    await ledger.record(id, 1, { episode: 1, row: ledgerRow(), entries });
    const untold = await notices.unpublished(id);
    assert.deepEqual(
      untold.map(({ text }) => text),
      entries.map(({ text }) => text),
    );
  });
});
