import assert from 'node:assert/strict';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { dynamoRefusals, type Refusals } from '../../../activities/ledger/lifecycle/refusals.ts';
import { ledgerRow, newId, storyEntry } from '../../builders/story.ts';
import { PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

const refused = {
  id: 'm-1',
  at: '2026-03-01T12:00:00.000Z',
  actor: 'eve',
  door: 'cli',
  decision: 'approve',
  type: 'StalePlan',
  message: 'The plan is another',
};

describe('refusals in the ledger', () => {
  let world: LedgerWorld;
  let kept: Refusals;
  before(async () => {
    world = await startLedgerWorld();
    kept = dynamoRefusals(openStore(world.client, PREFIX));
  });
  after(async () => await world.stop());

  it('refusals are stored word for word, oldest first, beside the story', async () => {
    const id = newId();
    await world.ledger.openEpisode(id, 'run-1');
    await world.ledger.record(id, 1, { episode: 1, row: ledgerRow(), entries: [storyEntry(1)] });
    const later = { ...refused, id: 'm-2', at: '2026-03-01T12:00:01.000Z' };

    await kept.recordRefusal(id, later);
    await kept.recordRefusal(id, refused);

    assert.deepEqual(await kept.refusals(id), [refused, later]);
    assert.deepEqual(
      (await world.ledger.story(id)).map(({ seq }) => seq),
      [1],
    );
    assert.deepEqual(await kept.refusals(newId()), []);
  });

  it('stand once, however often they are recorded, and are never overwritten', async () => {
    const id = newId();

    await kept.recordRefusal(id, refused);
    await kept.recordRefusal(id, { ...refused, message: 'another story' });

    assert.deepEqual(await kept.refusals(id), [refused]);
  });

  it('without an id or a time are refused', async () => {
    for (const wrong of [{ id: '' }, { at: 'yesterday' }]) {
      await assert.rejects(kept.recordRefusal(newId(), { ...refused, ...wrong }), {
        type: 'InvalidInput',
      });
    }
  });
});
