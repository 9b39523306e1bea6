import assert from 'node:assert/strict';

import { fixId } from '../../../activities/code/fix-key.ts';
import {
  dynamoFixWaiters,
  dynamoSharedFixes,
} from '../../../activities/ledger/code-fix/shared-fixes.ts';
import type { SharedFixes } from '../../../activities/ledger/code-fix/shared-fixes.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { PULL } from '../../builders/code-fix.ts';
import { PREFIX, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

describe('who waits for a pull request, in the ledger', () => {
  let world: LedgerWorld;
  let shared: SharedFixes;
  let count = 0;
  before(async () => {
    world = await startLedgerWorld();
    shared = dynamoSharedFixes(openStore(world.client, PREFIX));
  });
  after(async () => await world.stop());

  function newPull() {
    count += 1;
    return { ...PULL, place: { ...PULL.place, block: `aws_s3_bucket.b${count}` } };
  }

  it('every lifecycle that joined and did not leave waits for the pull request, each once', async () => {
    const pull = newPull();
    await shared.join(pull, 'one');
    await shared.join(pull, 'two');
    await shared.join(pull, 'two');

    assert.equal(await shared.tipOf(pull.place), pull.tip);
    const waiters = dynamoFixWaiters(openStore(world.client, PREFIX));
    assert.deepEqual(new Set((await waiters(fixId(pull.place)))?.waiting), new Set(['one', 'two']));
    assert.equal(await shared.leave(pull.place, 'one'), 'others-wait');
    assert.equal(await shared.leave(pull.place, 'one'), 'others-wait');
    assert.equal(await shared.leave(pull.place, 'two'), 'nobody-waits');
    assert.equal(await shared.tipOf(pull.place), pull.tip);
  });

  it('leaving a pull request that nobody joined stores nothing', async () => {
    const { place } = newPull();

    assert.equal(await shared.leave(place, 'one'), 'nobody-waits');

    assert.equal(await shared.tipOf(place), null);
    assert.equal(await dynamoFixWaiters(openStore(world.client, PREFIX))(fixId(place)), null);
  });
});
