/** Lives whose histories are frozen: each brings a lifecycle to a point at which a deployment may find it. */
import { setTimeout } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Decision } from '../../domain/decision.ts';
import type { StoryKind } from '../../domain/story.ts';
import { accept, acceptSignal, approve, approveSignal, assign, cancel, exceptionsChanged, extend, recheck, reject, revoke } from '../../workflows/messages.ts';
import { observation, planHash, problem, timetable } from '../domain/sample.ts';
import { report, said, withWorkers } from '../workflows/environment.ts';
import { importOne } from '../workflows/importing.ts';
import type { Lifecycle } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';

export interface FrozenScenario {
  readonly about?: Partial<typeof problem>;
  /** It begins with an imported acceptance. */
  readonly imports?: true;
  readonly world: () => FakeWorld;
  /** Brings it to the point, from the moment it was reported. */
  readonly live: (lifecycle: Lifecycle, world: FakeWorld) => Promise<void>;
}

const needsApproval = { to: 'approval', because: 'HIGH needs one' } as const;
const people = { to: 'people', because: 'manual' } as const;
const command = { id: 'c-1', actor: 'ana', why: 'asked' };
const fourEyes = { ...timetable.acceptance, fourEyesFrom: 'LOW' } as const;
const quickLadder = [
  { who: 'payments', seconds: { ...timetable.approval, HIGH: 2 } },
  { who: 'security', seconds: timetable.approval },
];
const quick = { settle: [1, 1] };

export const SCENARIOS: Readonly<Record<string, FrozenScenario>> = {
  'automatic-fixed': { world: () => fakeWorld(quick), live: closed },
  'already-fixed': { world: () => fakeWorld({ bucket: 'fixed' }), live: closed },
  'waits-for-approval': {
    world: () => fakeWorld({ route: needsApproval }),
    live: async (lifecycle, world) => waitsIn(lifecycle, world, 'AWAITING_APPROVAL'),
  },
  'approved-by-update': {
    world: () => fakeWorld({ ...quick, route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(approve, { args: [said(lifecycle)] });
      await closed(lifecycle);
    },
  },
  'approved-in-the-web-ui': {
    world: () => fakeWorld({ ...quick, route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.signal(approveSignal, { actor: 'ana', planHash });
      await closed(lifecycle);
    },
  },
  'rejected-and-with-people': {
    world: () => fakeWorld({ route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(reject, { args: [said(lifecycle, { decision: 'reject' })] });
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'unknown-type-with-people': {
    about: { control: null, unmappedReason: 'no control covers it' },
    world: () => fakeWorld(),
    live: async (lifecycle, world) => waitsIn(lifecycle, world, 'HUMAN_REVIEW'),
  },
  'runbook-failed': {
    world: () => fakeWorld({ automation: { status: 'failed', executionId: 'e', reason: 'denied' } }),
    live: async (lifecycle, world) => waitsIn(lifecycle, world, 'HUMAN_REVIEW'),
  },
  settling: {
    world: () => fakeWorld(),
    live: async (lifecycle, world) => waitsIn(lifecycle, world, 'SETTLE'),
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
    live: async (lifecycle, world) => waitsIn(lifecycle, world, 'HUMAN_REVIEW'),
  },
  'joined-raised-rechecked-and-cancelled': {
    world: () => fakeWorld({ route: needsApproval }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'AWAITING_APPROVAL');
      const finding = { id: 'second/0c2d', productArn: 'arn:p' };
      const changes = { messageId: 'm-2', finding, severity: 'CRITICAL' } as const;
      await lifecycle.signal('observed', observation(changes));
      await waitsIn(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(recheck, { args: [command] });
      await waitsIn(lifecycle, world, 'AWAITING_APPROVAL');
      await lifecycle.executeUpdate(cancel, { args: [{ ...command, id: 'c-2' }] });
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'accepted-and-asleep': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      await lifecycle.executeUpdate(accept, { args: [acceptance(lifecycle, 200)] });
      await waitsIn(lifecycle, world, 'ACCEPTED');
    },
  },
  'accepted-extended-and-revoked': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      await lifecycle.executeUpdate(accept, { args: [acceptance(lifecycle, 20)] });
      await waitsIn(lifecycle, world, 'ACCEPTED');
      const longer = acceptance(lifecycle, 25, { id: 'd-2', decision: 'extend' });
      await lifecycle.executeUpdate(extend, { args: [longer] });
      await heard(lifecycle, world, 'extended');
      await waitsIn(lifecycle, world, 'ACCEPTED');
      const revoked = said(lifecycle, { id: 'd-3', decision: 'revoke', planHash: null });
      await lifecycle.executeUpdate(revoke, { args: [revoked] });
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'accepted-by-two-in-the-web-ui': {
    world: () => fakeWorld({ route: people, policies: { acceptance: fourEyes } }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      const until = inDays(10);
      for (const actor of ['ana', 'ben']) {
        await lifecycle.signal(acceptSignal, { actor, until, why: 'moves in Q1' });
        await heard(lifecycle, world, actor === 'ana' ? 'second-asked' : 'accepted');
      }
      await waitsIn(lifecycle, world, 'ACCEPTED');
    },
  },
  'expired-and-triaged-anew': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      const soon = { until: new Date(Date.now() + 4_000).toISOString() };
      await lifecycle.executeUpdate(accept, { args: [acceptance(lifecycle, 0, soon)] });
      await waitsIn(lifecycle, world, 'ACCEPTED');
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'reminded-escalated-and-assigned': {
    world: () => fakeWorld({ route: people, policies: { ladder: quickLadder, remindAt: [] } }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      await heard(lifecycle, world, 'escalated');
      const given = said(lifecycle, { decision: 'assign', planHash: null, team: 'data' });
      await lifecycle.executeUpdate(assign, { args: [given] });
      await heard(lifecycle, world, 'assigned');
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'imported-and-asleep': {
    imports: true,
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => waitsIn(lifecycle, world, 'ACCEPTED'),
  },
  'covered-by-a-wider-exception': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      const who = { by: 'ana', confirmedBy: 'ben', why: 'a static site' };
      const until = Date.parse(inDays(60));
      world.cover = { id: 'exception:1', ...who, since: Date.now(), until };
      const hint = { id: 'h-1', exception: 'exception:1', because: 'it is active' };
      await lifecycle.signal(exceptionsChanged, hint);
      await waitsIn(lifecycle, world, 'ACCEPTED');
    },
  },
  'covered-and-uncovered': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      const who = { by: 'ana', confirmedBy: 'ben', why: 'a static site' };
      const until = Date.parse(inDays(20));
      world.cover = { id: 'exception:1', ...who, since: Date.now(), until };
      await waitsIn(lifecycle, world, 'ACCEPTED');
      world.cover = null;
      const hint = { id: 'h-1', exception: 'exception:1', because: 'it was revoked' };
      await lifecycle.signal(exceptionsChanged, hint);
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
    },
  },
  'people-repaired-it': {
    world: () => fakeWorld({ route: people }),
    live: async (lifecycle, world) => {
      await waitsIn(lifecycle, world, 'HUMAN_REVIEW');
      world.bucket = 'fixed';
      await lifecycle.executeUpdate(recheck, { args: [command] });
      await closed(lifecycle);
    },
  },
};

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 3_600_000).toISOString();
}

function acceptance(
  lifecycle: Lifecycle,
  days: number,
  changes: Partial<Decision> = {},
): Decision {
  const until = inDays(days);
  return said(lifecycle, { decision: 'accept', planHash: null, until, why: 'moves', ...changes });
}

/**
 * The history of a scenario, recorded on a real server with the bundle of today. Its workflow id is its name:
 * decisions and deadlines depend on the id, so a replay needs the same.
 */
export async function recordHistory(
  env: TestWorkflowEnvironment,
  name: string,
  { about = {}, world, live, imports }: FrozenScenario,
): Promise<Awaited<ReturnType<Lifecycle['fetchHistory']>>> {
  const made = world();
  return await withWorkers(env, fakeActivities(made), async () => {
    const begun = { id: name, about: { ...problem, ...about } };
    const lifecycle = await (imports ? importOne(env, name) : report(env, {}, begun));
    await live(lifecycle, made);
    const history = await settled(lifecycle);
    await lifecycle.terminate().catch(() => 'closed already');
    return history;
  });
}

/** The wait's own timer is started in the task after the record; a continued run begins up to a second later. */
export async function settled(
  lifecycle: Pick<Lifecycle, 'fetchHistory'>,
): ReturnType<Lifecycle['fetchHistory']> {
  for (;;) {
    await setTimeout(500);
    const history = await lifecycle.fetchHistory();
    if ((history.events?.length ?? 0) > 3) return history;
  }
}

async function closed(lifecycle: Lifecycle): Promise<void> {
  await lifecycle.result();
}

async function heard(lifecycle: Lifecycle, world: FakeWorld, kind: StoryKind): Promise<void> {
  const told = () => world.ledger.entries.some((entry) => entry.kind === kind);
  await eventually(told, () => `never ${kind}`);
  await rests(lifecycle);
}

async function waitsIn(lifecycle: Lifecycle, world: FakeWorld, phase: string): Promise<void> {
  const there = () => world.ledger.row?.phase === phase && world.calls.at(-1) === 'record';
  await eventually(there, () => `in ${world.ledger.row?.phase}, not in ${phase}`);
  await rests(lifecycle);
}

/** Its last workflow task began to wait: the ledger shows the wait before its timer is started. */
export async function rests(lifecycle: Pick<Lifecycle, 'fetchHistory'>): Promise<void> {
  const waits = async () => {
    const { events } = await lifecycle.fetchHistory();
    const last = (events ?? []).slice(
      1 + (events ?? []).findLastIndex((event) => event.workflowTaskCompletedEventAttributes),
    );
    return last.some((event) => event.timerStartedEventAttributes);
  };
  await eventually(waits, () => 'it does not wait');
}

export async function eventually(holds: () => boolean | Promise<boolean>, why: () => string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(why());
    await setTimeout(20);
  }
}
