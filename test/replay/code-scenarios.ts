import { mergeHint, recheck } from '../../workflows/messages.ts';
import { attempt } from '../builders/code-fix.ts';
/** Scenarios with a code fix: each stops in a wait or during an activity, where a deployment may find it. */
import { fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';
import { fakeHost } from '../workflows/fake-code.ts';
import { closed, eventually, waitUntilIdle, from, waitForPhase } from './live.ts';
import type { FrozenScenario } from './live.ts';

const quick = { settle: [1, 1] };
const command = { id: 'c-1', actor: 'ana', why: 'asked' };
const hint = { id: 'delivery-1' };
const merged = { status: 'merged', reason: 'merged by ada' } as const;
const rejected = { status: 'rejected', attempt: attempt('again') } as const;

export const CODE_SCENARIOS: Readonly<Record<string, FrozenScenario>> = {
  'draft-under-way': stuckIn('draftFix'),
  'proposal-under-way': stuckIn('proposeFix'),
  'waits-for-its-merge': fromMerge({ fixIn: 'code' }),
  'source-pending-after-the-live-fix': fromMerge({ ...quick, fixIn: 'both' }),
  'looked-for-the-merge': fromMerge(
    { fixIn: 'code', policies: { mergeLook: 1 } },
    async (lifecycle, world) => {
      await called(world, 'checkMerge', 2);
    },
  ),
  'look-for-the-merge-under-way': fromMerge({ fixIn: 'code' }, async (lifecycle, world) => {
    const tries = fails(world, 'checkMerge');
    await lifecycle.signal(mergeHint, hint);
    await eventually(
      () => tries() > 0,
      () => 'nobody looked',
    );
  }),
  'rejected-twice-proposed-and-declined': {
    ...fromMerge({ fixIn: 'code' }, async (lifecycle, world, host) => {
      host.merge = { status: 'closed', reason: 'closed by ada: not now' };
      await lifecycle.signal(mergeHint, hint);
      await waitForPhase(lifecycle, world, 'HUMAN_REVIEW');
    }),
    host: () => fakeHost({ drafts: [rejected, rejected, ...fakeHost().drafts] }),
  },
  'no-fix-was-found': {
    host: () => fakeHost({ drafts: [rejected] }),
    world: () => fakeWorld({ fixIn: 'code' }),
    live: async (lifecycle, world) => {
      await called(world, 'noteFailedFix', 1);
      await waitUntilIdle(lifecycle);
    },
  },
  'merged-applied-and-closed': fromMerge(
    { ...quick, fixIn: 'code' },
    async (lifecycle, world, host) => {
      host.merge = merged;
      world.bucket = 'fixed';
      await lifecycle.signal(mergeHint, hint);
      await closed(lifecycle);
    },
  ),
  'both-merged-and-closed': fromMerge(
    { ...quick, fixIn: 'both' },
    async (lifecycle, world, host) => {
      host.merge = merged;
      await lifecycle.signal(mergeHint, hint);
      await closed(lifecycle);
    },
  ),
  'merged-and-settling': fromMerge({ fixIn: 'code' }, async (lifecycle, world, host) => {
    host.merge = merged;
    await lifecycle.signal(mergeHint, hint);
    await called(world, 'checkMerge', 1);
    await waitUntilIdle(lifecycle);
  }),
  'withdrawal-under-way': fromMerge({ fixIn: 'code' }, async (lifecycle, world) => {
    world.bucket = 'fixed';
    const tries = fails(world, 'withdrawFix');
    await lifecycle.executeUpdate(recheck, { args: [command] });
    await eventually(
      () => tries() > 0,
      () => 'nothing was withdrawn',
    );
  }),
  'repaired-by-hand-and-withdrawn': fromMerge({ fixIn: 'code' }, async (lifecycle, world) => {
    world.bucket = 'fixed';
    await lifecycle.executeUpdate(recheck, { args: [command] });
    await closed(lifecycle);
  }),
};

/** A scenario that goes on from the wait for the merge. */
function fromMerge(changes: Partial<FakeWorld>, drive?: FrozenScenario['live']): FrozenScenario {
  return { host: fakeHost, ...from('AWAITING_MERGE', changes, drive) };
}

type Step = 'draftFix' | 'proposeFix' | 'checkMerge' | 'withdrawFix';

/** The history ends while the activity is being retried. */
function stuckIn(step: Step): FrozenScenario {
  let tries: () => number = never;
  return {
    host: fakeHost,
    world: () => {
      const world = fakeWorld({ fixIn: 'code' });
      tries = fails(world, step);
      return world;
    },
    live: async () =>
      await eventually(
        () => tries() > 0,
        () => `${step} was not begun`,
      ),
  };
}

function never(): number {
  return 0;
}

/** Answers how often it failed. */
function fails(world: FakeWorld, step: Step): () => number {
  let count = 0;
  world.before[step] = () => {
    count += 1;
    throw new Error('connection refused');
  };
  return () => count;
}

async function called(world: FakeWorld, name: string, times: number): Promise<void> {
  const enough = () => world.calls.filter((one) => one === name).length >= times;
  await eventually(enough, () => `${name} was not called ${times} times`);
}
