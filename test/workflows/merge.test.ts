/** The wait for the merge of a pull request, hours and days of it. */
import assert from 'node:assert/strict';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { accept, cancel, mergeHint, recheck } from '../../workflows/messages.ts';
import { observation } from '../builders/finding.ts';
import { report, decisionFor, timeSkipping, withCodeWorker } from './environment.ts';
import type { Lifecycle } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';
import type { FakeWorld } from './fake-activities.ts';
import { fakeCode, fakeHost } from './fake-code.ts';
import type { FakeHost } from './fake-code.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await stop(env);
});

const merged = { status: 'merged', reason: 'pull request 7 was merged by ada' } as const;

interface Life {
  readonly lifecycle: Lifecycle;
  readonly world: FakeWorld;
  readonly host: FakeHost;
  /** Names of the activities that ran since the last call. */
  readonly news: () => readonly string[];
  readonly phase: () => string | undefined;
}

/** A HIGH finding whose fix was proposed a minute ago: three days for the merge. */
async function proposed(
  test: (life: Life) => Promise<void>,
  changes: Partial<FakeWorld> = {},
): Promise<FakeWorld> {
  const world = fakeWorld({ fixIn: 'code', ...changes });
  const host = fakeHost();
  const code = fakeCode(world, host);
  await withCodeWorker(env, { usual: fakeActivities(world), code }, async () => {
    const lifecycle = await report(env);
    try {
      await env.sleep('1 minute');
      assert.equal(world.ledger.row?.phase, 'AWAITING_MERGE');
      const phase = () => world.ledger.row?.phase;
      await test({ lifecycle, world, host, phase, news: () => world.calls.splice(0) });
    } finally {
      // All tests share one clock, which a leftover workflow would advance.
      await lifecycle.terminate().catch(() => 'closed already');
    }
  });
  return world;
}

function told({ ledger }: FakeWorld, kind: string): readonly string[] {
  return ledger.entries.filter((entry) => entry.kind === kind).map(({ text }) => text);
}

it('a merge check finds the merge; the lifecycle settles, verifies and closes', async () => {
  await proposed(async ({ lifecycle, host, world, news }) => {
    host.merge = merged;
    world.bucket = 'fixed';
    news();

    const { destiny, reason } = await lifecycle.result();

    assert.deepEqual([destiny, reason], ['Fixed', 'remediated']);
    // The short wait after the merge is recorded with the verification.
    assert.deepEqual(news(), ['checkMerge', 'verify', 'close']);
    assert.deepEqual(host.withdrawn, []);
    assert.ok(told(world, 'merged').length === 1 && told(world, 'settling').length === 1);
  });
});

it('without a merge the checks become rare, people are reminded, then human review follows', async () => {
  const remindAt = [0.5, 0.9];
  const world = await proposed(
    async ({ news, phase }) => {
      await env.sleep('71 hours');
      assert.equal(phase(), 'AWAITING_MERGE');
      const looks = news().filter((name) => name === 'checkMerge').length;
      assert.ok(looks >= 8 && looks <= 12, `${looks} looks in three days`);
      await env.sleep('2 hours');
      assert.equal(phase(), 'HUMAN_REVIEW');
    },
    { policies: { remindAt } },
  );

  assert.deepEqual(
    told(world, 'reminded').map((text) => /waits for its merge/.test(text)),
    [true, true],
  );
  assert.match(world.ledger.row?.reason ?? '', /nobody merged or closed .*pull\/7 in time/);
});

it('policy says how long a merge may take', async () => {
  const merge = { CRITICAL: 3600, HIGH: 7200, MEDIUM: 7200, LOW: 7200, INFORMATIONAL: 7200 };
  await proposed(
    async ({ phase }) => {
      await env.sleep('119 minutes');
      assert.equal(phase(), 'AWAITING_MERGE');
      await env.sleep('2 minutes');
      assert.equal(phase(), 'HUMAN_REVIEW');
    },
    { policies: { merge } },
  );
});

it('a merge during human review is found by the daily check and verified', async () => {
  await proposed(async ({ lifecycle, host, world, news, phase }) => {
    await env.sleep('80 hours');
    assert.equal(phase(), 'HUMAN_REVIEW');
    news();
    await env.sleep('72 hours');
    const looks = news().filter((name) => name === 'checkMerge').length;
    assert.equal(looks, 3, `${looks} looks in three days`);
    host.merge = merged;
    world.bucket = 'fixed';

    const { destiny, reason } = await lifecycle.result();

    assert.deepEqual([destiny, reason], ['Fixed', 'remediated']);
  });
});

it('a merge hint asks the Git host at once, and the same hint again does not', async () => {
  await proposed(async ({ lifecycle, host, news, phase }) => {
    await env.sleep('20 hours');
    news();
    await lifecycle.signal(mergeHint, { id: 'delivery-1' });
    await env.sleep('1 minute');
    assert.deepEqual(news(), ['checkMerge']);
    assert.equal(phase(), 'AWAITING_MERGE', 'a look is over in a moment: people see the wait');

    await lifecycle.signal(mergeHint, { id: 'delivery-1' });
    await env.sleep('1 minute');
    assert.deepEqual(news(), []);

    host.merge = merged;
    await lifecycle.signal(mergeHint, { id: 'delivery-2' });
    await env.sleep('1 minute');
    assert.deepEqual(news(), ['checkMerge']);
    await env.sleep('10 minutes');
    assert.deepEqual(news(), ['verify', 'record'], 'still open: the long wait of a round is shown');
  });
});

it('a pull request closed without a merge goes to human review with the reason given there', async () => {
  const world = await proposed(async ({ host, phase }) => {
    host.merge = { status: 'closed', reason: 'closed by ada: This bucket is meant so.' };
    await env.sleep('16 minutes');
    assert.equal(phase(), 'HUMAN_REVIEW');
  });

  assert.match(world.ledger.row?.reason ?? '', /This bucket is meant so\./);
});

it('a Git host that is down delays the merge check, and the merge is found later', async () => {
  const world = await proposed(async ({ lifecycle, host, world: { before }, phase }) => {
    before.checkMerge = () => {
      throw new Error('connect ECONNREFUSED');
    };
    await env.sleep('2 hours');
    assert.equal(phase(), 'AWAITING_MERGE');
    before.checkMerge = () => {};
    host.merge = merged;
    await lifecycle.signal(mergeHint, { id: 'delivery-1' });
    await env.sleep('10 minutes');
    assert.equal(phase(), 'SETTLE');
  });

  assert.ok(told(world, 'failed').some((text) => /could not be checked/.test(text)));
});

it('a resource fixed by hand during the wait for a merge closes after its pull request is withdrawn', async () => {
  await proposed(async ({ lifecycle, world, host, news }) => {
    world.bucket = 'fixed';
    news();
    const args: [{ id: string; actor: string; why: string }] = [
      { id: 'c-1', actor: 'ana', why: 'fixed by hand' },
    ];
    await lifecycle.executeUpdate(recheck, { args });

    const { reason } = await lifecycle.result();

    assert.equal(reason, 'fixed-by-others');
    assert.deepEqual(news(), ['verify', 'withdrawFix', 'close']);
    assert.match(host.withdrawn.join(), /the finding is closed/);
  });
});

it('an acceptance during the wait for a merge withdraws the pull request first', async () => {
  await proposed(async ({ lifecycle, host, world, phase }) => {
    const now = await env.currentTimeMs();
    const until = new Date(now + 30 * 24 * 3_600_000).toISOString();
    const decision = decisionFor(lifecycle, {
      decision: 'accept',
      planHash: null,
      until,
      why: 'moves',
    });
    await lifecycle.executeUpdate(accept, { args: [decision] });
    await env.sleep('1 minute');

    assert.equal(phase(), 'ACCEPTED');
    assert.match(host.withdrawn.join(), /the risk was accepted/);
    assert.deepEqual(world.hub, ['SUPPRESSED']);
  });
});

it('a cancel during the wait for a merge leads to human review, and a later merge is still verified', async () => {
  await proposed(async ({ lifecycle, host, world, phase }) => {
    const command = { id: 'c-1', actor: 'ana', why: 'not this week' };
    await lifecycle.executeUpdate(cancel, { args: [command] });
    await env.sleep('1 minute');
    assert.equal(phase(), 'HUMAN_REVIEW');

    host.merge = merged;
    world.bucket = 'fixed';
    await lifecycle.signal(mergeHint, { id: 'delivery-1' });

    assert.equal((await lifecycle.result()).destiny, 'Fixed');
  });
});

it('a severity raised to CRITICAL during the wait for a merge leads to human review after a day', async () => {
  const world = await proposed(async ({ lifecycle, phase }) => {
    await env.sleep('2 hours');
    const worse = observation({ messageId: 'm-2', severity: 'CRITICAL' });
    await lifecycle.signal('observed', worse);
    await env.sleep('23 hours');
    assert.equal(phase(), 'AWAITING_MERGE');
    await env.sleep('2 hours');
    assert.equal(phase(), 'HUMAN_REVIEW');
  });

  assert.match(world.ledger.row?.reason ?? '', /nobody merged or closed/);
});

it('a merged fix that is never applied goes through all rounds, then to human review with that reason', async () => {
  const world = await proposed(async ({ host, news, phase }) => {
    host.merge = merged;
    await env.sleep('30 hours');
    assert.equal(phase(), 'HUMAN_REVIEW');
    assert.equal(news().filter((name) => name === 'verify').length, 4);
  });

  assert.match(world.ledger.row?.reason ?? '', /merged, but perhaps nobody applied it/);
  assert.equal(world.writes, 0);
});

it('with path both, a live fix waits for its source and closes when the fix is merged', async () => {
  await proposed(
    async ({ lifecycle, host, world, news }) => {
      assert.equal(world.writes, 1);
      assert.match(world.ledger.row?.waitsFor ?? '', /^Fixed, source pending/);
      host.merge = merged;
      news();
      await lifecycle.signal(mergeHint, { id: 'delivery-1' });

      assert.equal((await lifecycle.result()).reason, 'remediated');
      assert.deepEqual(news(), ['checkMerge', 'verify', 'close']);
    },
    { fixIn: 'both', settle: [1] },
  );
});
