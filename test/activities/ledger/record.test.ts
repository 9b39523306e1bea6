import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger, Lookups } from '../../../activities/ledger/ledger.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import { awsError } from '../../builders/activity.ts';
import { findingRef } from '../../builders/finding.ts';
import { plan, PLAN_HASH } from '../../builders/plan.ts';
import { ledgerRow, newId, storyEntry, storyUpdate } from '../../builders/story.ts';
import { PREFIX, conflictError, failNext, startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

describe('the story in the ledger', () => {
  let world: LedgerWorld;
  let ledger: Ledger & Lookups;
  before(async () => {
    world = await startLedgerWorld();
    ({ ledger } = world);
  });
  after(async () => await world.stop());

  const numbers = async (id: string) => (await ledger.story(id)).map((line) => line.seq);
  const opened = async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    return id;
  };

  it('the ledger keeps what was recorded, word for word', async () => {
    const id = await opened();
    const evidence = { bucket: 'b', key: 'k', sha256: 'f'.repeat(64) };
    const line = storyEntry(1, { planHash: 'abc', verificationId: 'v-1', evidence, actor: '' });
    await ledger.record(id, 1, {
      episode: 1,
      row: ledgerRow({ nextDeadline: line.at }),
      entries: [line],
    });
    assert.deepEqual(await ledger.story(id), [{ ...line, episode: 1 }]);
    const shown = { ...ledgerRow({ nextDeadline: line.at }), workflowId: id, episode: 1 };
    assert.deepEqual(await ledger.lifecycle(id), { ...shown, updatedAt: line.at, closedAt: null });
  });

  it('the ledger holds a whole plan under its hash beside the story, stored once, and none under another hash', async () => {
    const id = await opened();
    await ledger.rememberPlan(id, PLAN_HASH, plan);
    await ledger.rememberPlan(id, PLAN_HASH, { ...plan, preState: '{}' });
    assert.equal(await ledger.planText(id, PLAN_HASH), canonicalJson(plan));
    assert.equal(await ledger.planText(id, 'f'.repeat(64)), null);
    assert.equal(await ledger.planText(newId(), PLAN_HASH), null);
    assert.deepEqual(await ledger.story(id), []);
    await assert.rejects(ledger.rememberPlan(id, 'short', plan), { type: 'InvalidInput' });
  });

  it('the ledger shows nothing before the first line', async () => {
    const id = await opened();
    assert.equal(await ledger.lifecycle(id), null);
    assert.deepEqual(await ledger.story(id), []);
    assert.equal(await ledger.lifecycle(newId()), null);
  });

  it('the ledger takes the same record twice as once', async () => {
    const id = await opened();
    for (let n = 0; n < 2; n += 1) await ledger.record(id, 1, storyUpdate(1, 3));
    assert.deepEqual(await numbers(id), [1, 2, 3]);
  });

  it('the ledger adds the new lines of a record whose first lines are known', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(1, 3));
    await ledger.record(id, 1, storyUpdate(2, 5));
    assert.deepEqual(await numbers(id), [1, 2, 3, 4, 5]);
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 5');
  });

  it('the ledger keeps the newer row when an older record arrives late', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(3, 4));
    await ledger.record(id, 1, storyUpdate(1, 3));
    assert.deepEqual(await numbers(id), [1, 2, 3, 4]);
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 4');
  });

  it('the ledger changes nothing for a story without lines', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(1, 1));
    await ledger.record(id, 1, { episode: 1, row: ledgerRow({ reason: '' }), entries: [] });
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 1');
  });

  it('the ledger loses, doubles and reorders nothing when fifty workers record at once', async () => {
    const id = await opened();
    const ledgers = [ledger, dynamoLedger(openStore(world.newClient(), PREFIX))];
    await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const last = 1 + (n % 10);
        await ledgers[n % 2]?.record(id, 1, storyUpdate(Math.max(1, last - (n % 4)), last));
      }),
    );
    assert.deepEqual(await numbers(id), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 10');
  });

  it('the ledger ends the same whatever the order of overlapping records', async () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 6 }), async (ranges) => {
        const id = await opened();
        for (const [from, more] of ranges)
          await ledger.record(id, 1, storyUpdate(from, from + more));
        const expected = new Set(
          ranges.flatMap(([from, more]) => Array.from({ length: more + 1 }, (_, n) => from + n)),
        );
        const sorted = [...expected].sort((a, b) => a - b);
        assert.deepEqual(await numbers(id), sorted);
        assert.equal((await ledger.lifecycle(id))?.reason, `line ${sorted.at(-1)}`);
      }),
      { numRuns: 20 },
    );
  });

  it('the ledger writes more lines than a transaction takes, in order', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(40, 60));
    await ledger.record(id, 1, storyUpdate(1, 250));
    assert.deepEqual(
      await numbers(id),
      Array.from({ length: 250 }, (_, n) => n + 1),
    );
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 250');
  });

  it('the row is never ahead of its story when a later transaction fails', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(1, 2));
    const client = world.newClient();
    const answers = [undefined, awsError('InternalServerError', null)];
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const error = context.commandName === 'TransactWriteItemsCommand' && answers.shift();
        if (error) throw error;
        return await next(args);
      },
      { step: 'initialize' },
    );
    const failing = dynamoLedger(openStore(client, PREFIX));
    await assert.rejects(failing.record(id, 1, storyUpdate(3, 150)), { type: 'Unavailable' });
    assert.equal((await numbers(id)).length, 2 + 99);
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 2');
    await failing.record(id, 1, storyUpdate(3, 150));
    assert.equal((await numbers(id)).length, 150);
  });

  it('the ledger keeps the lines of a workflow that was reset beside the first ones, once', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(1, 3));
    const anew = {
      episode: 1,
      row: ledgerRow(),
      entries: [storyEntry(2, { text: 'another life' }), storyEntry(4)],
    };
    await ledger.record(id, 1, anew);
    await ledger.record(id, 1, anew);
    const texts = (await ledger.story(id)).map((line) => line.text);
    assert.deepEqual(texts, ['line 1', 'line 2', 'another life', 'line 3', 'line 4']);
  });

  it('the ledger leaves the row to a newer episode and still keeps the lines of the older', async () => {
    const id = await opened();
    await ledger.record(id, 1, storyUpdate(1, 2));
    await ledger.openEpisode(id, 'run-2');
    assert.equal((await ledger.lifecycle(id))?.episode, 1);
    await ledger.record(id, 1, storyUpdate(3, 3, { reason: 'a worker of the terminated run' }));
    assert.equal((await ledger.lifecycle(id))?.reason, 'line 2');
    await ledger.record(id, 2, storyUpdate(1, 1, { reason: 'it is back' }));
    assert.equal((await ledger.lifecycle(id))?.reason, 'it is back');
    const keys = (await ledger.story(id)).map((line) => [line.episode, line.seq]);
    assert.deepEqual(keys, [
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ]);
  });

  it('the ledger adopts an episode that a restored table does not know', async () => {
    const id = newId();
    await ledger.record(id, 3, storyUpdate(7, 8));
    assert.equal((await ledger.lifecycle(id))?.episode, 3);
    assert.equal(await ledger.openEpisode(id, 'the next run'), 4);
  });

  it('the ledger tries a conflict of transactions again', async () => {
    const id = await opened();
    const client = world.newClient();
    failNext(client, 'TransactWriteItems', [conflictError(), conflictError()]);
    await dynamoLedger(openStore(client, PREFIX)).record(id, 1, storyUpdate(1, 2));
    assert.deepEqual(await numbers(id), [1, 2]);
  });

  it('the ledger refuses what it could not read later, and writes nothing of it', async () => {
    const id = await opened();
    const bad = JSON.parse(JSON.stringify(storyUpdate(1, 2)).replace('"verified"', '"invented"'));
    await assert.rejects(ledger.record(id, 1, bad), {
      type: 'InvalidInput',
      nonRetryable: true,
      message: /line 1 of episode 1 of .*kind: not a kind of story line/,
    });
    await assert.rejects(ledger.record(id, 0, storyUpdate(1, 1)), { type: 'InvalidInput' });
    assert.deepEqual(await numbers(id), []);
  });

  it('the ledger refuses what DynamoDB would not take, with both sizes', async () => {
    const id = await opened();
    const findings = Array.from({ length: 3000 }, (_, n) => findingRef(String(n)));
    await assert.rejects(ledger.record(id, 1, storyUpdate(1, 1, { findings })), {
      type: 'InvalidInput',
      nonRetryable: true,
      message:
        /The row of episode 1 of .*\(3000 findings\) has \d{6} bytes; .* at most 307200 \(DynamoDB takes 400 KB an item/,
    });
  });

  it('the ledger shortens what would be too long for a line or a row, instead of refusing it for ever', async () => {
    const id = await opened();
    const endless = '\u0001ö😀'.repeat(20_000);
    const evidence = { bucket: endless, key: endless, sha256: 'f'.repeat(64) };
    const line = storyEntry(1, { text: endless, actor: endless, phase: endless, evidence });
    const long = { ...storyUpdate(1, 1), entries: [{ ...line, planHash: endless }] };
    const owner = { team: 'payments', because: endless };
    const texts = { title: endless, reason: endless, waitsFor: endless, planSummary: endless };
    const shown = { ...long, row: ledgerRow({ ...texts, owner }) };
    for (let n = 0; n < 2; n += 1) await ledger.record(id, 1, shown);
    const [kept, ...more] = await ledger.story(id);
    assert.deepEqual(more, [], 'told twice, kept once');
    for (const text of [kept?.text, kept?.actor, kept?.evidence?.bucket, kept?.evidence?.key]) {
      assert.ok(text?.startsWith('\u0001ö😀') && text.endsWith('…'));
    }
    assert.equal(Array.from(kept?.text ?? '').length, 1000);
    assert.equal(kept?.evidence?.sha256, evidence.sha256);
    assert.match((await ledger.lifecycle(id))?.waitsFor ?? '', /…$/);
  });
});
