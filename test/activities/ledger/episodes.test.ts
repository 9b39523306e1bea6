import assert from 'node:assert/strict';

import type { Ledger, Lookups, Outcome } from '../../../activities/ledger/ledger.ts';
import { CAP, newId, storyUpdate } from '../../builders/story.ts';
import { startLedgerWorld } from './ledger-world.ts';
import type { LedgerWorld } from './ledger-world.ts';

const AT = '2026-03-01T11:00:00.000Z';
const seen = (value: string) => {
  const settings = [{ name: 'Versioning', value }];
  return { verificationId: `v-${value}`, at: AT, settings };
};

describe('episodes in the ledger', () => {
  let world: LedgerWorld;
  let ledger: Ledger & Lookups;
  before(async () => {
    world = await startLedgerWorld();
    ({ ledger } = world);
  });
  after(async () => await world.stop());

  const OUTCOME = { destiny: 'Fixed', reason: 'remediated', text: 'Fixed (remediated)' } as const;

  it('the ledger gives a run the same number however often it asks', async () => {
    const id = newId();
    const asked = Array.from({ length: 20 }, async () => await ledger.openEpisode(id, 'run-1'));
    assert.deepEqual(new Set(await Promise.all(asked)), new Set([1]));
  });

  it('the ledger gives different runs different numbers, also at once', async () => {
    const id = newId();
    const runs = Array.from({ length: 8 }, (_, n) => `run-${n}`);
    const got = await Promise.all(runs.map(async (run) => await ledger.openEpisode(id, run)));
    assert.deepEqual(
      [...got].sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    const again = await Promise.all(runs.map(async (run) => await ledger.openEpisode(id, run)));
    assert.deepEqual(again, got);
  });

  it('the ledger counts on after a close and after a run that was terminated', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 1));
    await ledger.markClosing(id, 1);
    await ledger.markClosed(id, 1, AT);
    assert.equal(await ledger.openEpisode(id, 'run-1'), 1);
    assert.equal(await ledger.openEpisode(id, 'run-2'), 2);
    assert.equal(await ledger.openEpisode(id, 'run-3'), 3);
    assert.equal(await ledger.openEpisode(id, 'run-2'), 2);
  });

  it('the ledger closes with the destiny and the last line in one step', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 2, { phase: 'CLOSE', verificationId: 'v-1' }));
    await ledger.markClosing(id, 1);
    await ledger.markClosed(id, 1, AT, OUTCOME);
    const lifecycle = await ledger.lifecycle(id);
    assert.equal(lifecycle?.phase, 'CLOSED');
    assert.equal(lifecycle.destiny, 'Fixed');
    assert.equal(lifecycle.destinyReason, 'remediated');
    assert.equal(lifecycle.closedAt, AT);
    assert.equal(lifecycle.updatedAt, AT);
    assert.equal(lifecycle.nextDeadline, null);
    const line = (await ledger.story(id)).at(-1);
    assert.equal(line?.kind, 'closed');
    assert.equal(line.seq, 3);
    assert.equal(line.verificationId, 'v-1');
  });

  it('a closed row shows the settings that the closing check read, and none from before where it read none', async () => {
    const closeWith = async (outcome: Outcome) => {
      const id = newId();
      await ledger.openEpisode(id, 'run-1');
      await ledger.record(id, 1, storyUpdate(1, 2, { found: seen('Suspended') }));
      await ledger.markClosing(id, 1);
      await ledger.markClosed(id, 1, AT, outcome);
      return (await ledger.lifecycle(id))?.found;
    };
    const found = seen('Enabled');
    assert.deepEqual(await closeWith({ ...OUTCOME, found }), found);
    assert.equal(await closeWith({ ...OUTCOME, reason: 'gone' }), undefined);
  });

  it('the ledger closes once, however often and at once it is told', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 2));
    const close = async () => {
      await ledger.markClosing(id, 1);
      await ledger.markClosed(id, 1, AT, OUTCOME);
    };
    await Promise.all(Array.from({ length: 10 }, close));
    await close();
    assert.equal((await ledger.story(id)).length, 3);
    assert.equal((await ledger.lifecycle(id))?.phase, 'CLOSED');
  });

  it('a late record does not open a closed row again', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 2));
    await ledger.markClosing(id, 1);
    await ledger.markClosed(id, 1, AT, OUTCOME);
    await ledger.record(id, 1, storyUpdate(1, 2));
    assert.equal((await ledger.lifecycle(id))?.closedAt, AT);
  });

  it('the ledger shows the next episode without the marks of the last', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 9));
    await ledger.markClosing(id, 1);
    await ledger.markClosed(id, 1, AT, OUTCOME);
    await ledger.openEpisode(id, 'run-2');
    await ledger.record(id, 2, storyUpdate(1, 1));
    const lifecycle = await ledger.lifecycle(id);
    assert.equal(lifecycle?.closedAt, null);
    assert.equal(lifecycle.destiny, null);
  });

  it('the ledger refuses to close an episode that has a successor', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await ledger.record(id, 1, storyUpdate(1, 1));
    await ledger.openEpisode(id, 'run-2');
    const refused = {
      type: 'InvalidInput',
      message: /Episode 1 of .* the ledger has episode 2 as the newest/,
    };
    await assert.rejects(ledger.markClosing(id, 1), refused);
    await assert.rejects(ledger.markClosed(id, 1, AT), refused);
    await assert.rejects(ledger.markClosing(newId(), 1), { message: /no episode/ });
  });

  it('the ledger refuses to close what was never recorded', async () => {
    const id = newId();
    await ledger.openEpisode(id, 'run-1');
    await assert.rejects(ledger.markClosed(id, 1, AT, OUTCOME), {
      type: 'InvalidInput',
      message: /nothing was recorded for it/,
    });
  });

  it('the ledger remembers one automation a round', async () => {
    const id = newId();
    assert.equal(await ledger.execution(id, 1, 1), null);
    await ledger.rememberIntent(id, 1, 1, 'token', 'plan', CAP);
    await ledger.rememberIntent(id, 1, 1, 'token', 'plan', CAP);
    const intended = { token: 'token', planHash: 'plan', executionId: null };
    assert.deepEqual(await ledger.execution(id, 1, 1), intended);
    await ledger.rememberExecution(id, 1, 1, 'execution-1');
    await ledger.rememberExecution(id, 1, 1, 'execution-1');
    await ledger.rememberIntent(id, 1, 1, 'token', 'plan', CAP);
    assert.deepEqual(await ledger.execution(id, 1, 1), { ...intended, executionId: 'execution-1' });
    assert.equal(await ledger.execution(id, 1, 2), null);
    assert.deepEqual(await ledger.story(id), []);
  });

  it('the ledger refuses a second plan or execution for a round, and an execution nobody intended', async () => {
    const id = newId();
    await ledger.rememberIntent(id, 1, 1, 'token', 'plan', CAP);
    await assert.rejects(ledger.rememberIntent(id, 1, 1, 'token-2', 'plan-2', CAP), {
      type: 'InvalidInput',
      message: /with plan plan, not plan-2: a round writes once/,
    });
    await ledger.rememberExecution(id, 1, 1, 'execution-1');
    await assert.rejects(ledger.rememberExecution(id, 1, 1, 'execution-2'), {
      type: 'InvalidInput',
    });
    await assert.rejects(ledger.rememberExecution(id, 1, 2, 'execution-1'), {
      type: 'InvalidInput',
    });
    assert.equal(await ledger.execution(id, 1, 2), null);
  });
});
