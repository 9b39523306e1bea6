/** Lives whose histories are frozen: each brings a lifecycle to a point at which a deployment may find it. */
import { setTimeout } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { approve, approveSignal, cancel, recheck, reject } from '../../workflows/messages.ts';
import { decision, observation, planHash, problem } from '../domain/sample.ts';
import { report, withWorkers } from '../workflows/environment.ts';
import type { Lifecycle } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';

export interface FrozenScenario {
  readonly about?: Partial<typeof problem>;
  readonly world: () => FakeWorld;
  /** Brings it to the point, from the moment it was reported. */
  readonly live: (lifecycle: Lifecycle, world: FakeWorld) => Promise<void>;
}

const needsApproval = { to: 'approval', because: 'HIGH needs one' } as const;
const people = { to: 'people', because: 'manual' } as const;
const command = { id: 'c-1', actor: 'ana', why: 'asked' };
const quick = { settle: [1, 1] };

export const SCENARIOS: Readonly<Record<string, FrozenScenario>> = {
  'automatic-fixed': { world: () => fakeWorld(quick), live: closed },
  'already-fixed': { world: () => fakeWorld({ bucket: 'fixed' }), live: closed },
  'waits-for-approval': {
    world: () => fakeWorld({ route: needsApproval }),
    live: async (_lifecycle, world) => waitsIn(world, 'AWAITING_APPROVAL'),
  },
  'approved-by-update': {
    world: () => fakeWorld({ ...quick, route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(approve, { args: [decision()] });
      await closed(lifecycle);
    },
  },
  'approved-in-the-web-ui': {
    world: () => fakeWorld({ ...quick, route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(world, 'AWAITING_APPROVAL');
      await lifecycle.signal(approveSignal, { actor: 'ana', planHash });
      await closed(lifecycle);
    },
  },
  'rejected-and-with-people': {
    world: () => fakeWorld({ route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(reject, { args: [decision({ decision: 'reject' })] });
      await waitsIn(world, 'HUMAN_REVIEW');
    },
  },
  'unknown-type-with-people': {
    about: { control: null, unmappedReason: 'no control covers it' },
    world: () => fakeWorld(),
    live: async (_lifecycle, world) => waitsIn(world, 'HUMAN_REVIEW'),
  },
  'runbook-failed': {
    world: () => fakeWorld({ automation: { status: 'failed', executionId: 'e', reason: 'denied' } }),
    live: async (_lifecycle, world) => waitsIn(world, 'HUMAN_REVIEW'),
  },
  settling: {
    world: () => fakeWorld(),
    live: async (_lifecycle, world) => waitsIn(world, 'SETTLE'),
  },
  'second-round-after-a-retry': {
    world: () => {
      const world = fakeWorld({ ...quick, ineffective: true });
      let failures = 0;
      world.before.verify = () => {
        failures += 1;
        if (failures === 1) throw new Error('connection refused');
      };
      return world;
    },
    live: async (_lifecycle, world) => waitsIn(world, 'HUMAN_REVIEW'),
  },
  'joined-raised-rechecked-and-cancelled': {
    world: () => fakeWorld({ route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(world, 'AWAITING_APPROVAL');
      const finding = { id: 'second/0c2d', productArn: 'arn:p' };
      const changes = { messageId: 'm-2', finding, severity: 'CRITICAL' } as const;
      await lifecycle.signal('observed', observation(changes));
      await waitsIn(world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(recheck, { args: [command] });
      await waitsIn(world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(cancel, { args: [{ ...command, id: 'c-2' }] });
      await waitsIn(world, 'HUMAN_REVIEW');
    },
  },
  'people-repaired-it': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      await waitsIn(world, 'HUMAN_REVIEW');
      world.bucket = 'fixed';
      await lifecycle.executeUpdate(recheck, { args: [command] });
      await closed(lifecycle);
    },
  },
};

/** The history of a scenario, recorded on a real server with the bundle of today. */
export async function recordHistory(
  env: TestWorkflowEnvironment,
  { about = {}, world, live }: FrozenScenario,
): Promise<Awaited<ReturnType<Lifecycle['fetchHistory']>>> {
  const made = world();
  return await withWorkers(env, fakeActivities(made), async () => {
    const lifecycle = await report(env, {}, { about: { ...problem, ...about } });
    await live(lifecycle, made);
    // The wait's own timer is started in the task after the record.
    await setTimeout(500);
    const history = await lifecycle.fetchHistory();
    await lifecycle.terminate().catch(() => 'closed already');
    return history;
  });
}

async function closed(lifecycle: Lifecycle): Promise<void> {
  await lifecycle.result();
}

async function waitsIn(world: FakeWorld, phase: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (world.ledger.row?.phase !== phase || world.calls.at(-1) !== 'record') {
    if (Date.now() > deadline) throw new Error(`in ${world.ledger.row?.phase}, not in ${phase}`);
    await setTimeout(20);
  }
  await setTimeout(300);
}
