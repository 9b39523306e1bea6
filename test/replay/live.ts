/** Runs a scenario on a real server until it is idle, and fetches its history. */
import { setTimeout } from 'node:timers/promises';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { StoryKind } from '../../domain/story.ts';
import { problem } from '../builders/problem.ts';
import { report, withCodeWorker, withWorkers } from '../workflows/environment.ts';
import type { Lifecycle } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';
import { fakeCode, fakeHost } from '../workflows/fake-code.ts';
import type { FakeHost } from '../workflows/fake-code.ts';
import { importFinding } from '../workflows/importing.ts';

export interface FrozenScenario {
  readonly about?: Partial<typeof problem>;
  /** The lifecycle begins with an imported acceptance. */
  readonly imports?: true;
  readonly world: () => FakeWorld;
  /** For a code fix: without a host there is no code worker. */
  readonly host?: () => FakeHost;
  /** Drives the lifecycle from its first report to the point at which its history is taken. */
  readonly live: (lifecycle: Lifecycle, world: FakeWorld, host: FakeHost) => Promise<void>;
}

/** A scenario that waits for this status and then, unless it ends there, goes on with `drive`. */
export function from(
  phase: string,
  changes: Partial<FakeWorld> = {},
  drive: FrozenScenario['live'] = async () => {},
): FrozenScenario {
  return {
    world: () => fakeWorld(changes),
    live: async (lifecycle, world, host) => {
      await waitForPhase(lifecycle, world, phase);
      await drive(lifecycle, world, host);
    },
  };
}

/**
 * The history of a scenario, recorded on a real server with the bundle of today. Its workflow id is its name:
 * decisions and deadlines depend on the id, so a replay needs the same.
 */
export async function recordHistory(
  env: TestWorkflowEnvironment,
  name: string,
  { about = {}, world, host, live, imports }: FrozenScenario,
): Promise<Awaited<ReturnType<Lifecycle['fetchHistory']>>> {
  const made = world();
  const hosted = (host ?? fakeHost)();
  const lived = async () => {
    const begun = { id: name, about: { ...problem, ...about } };
    const lifecycle = await (imports ? importFinding(env, name) : report(env, {}, begun));
    await live(lifecycle, made, hosted);
    const history = await settledHistory(lifecycle);
    await lifecycle.terminate().catch(() => 'closed already');
    return history;
  };
  const usual = fakeActivities(made);
  if (host === undefined) return await withWorkers(env, usual, lived);
  return await withCodeWorker(env, { usual, code: fakeCode(made, hosted) }, lived);
}

/** The history, once it does not grow any more: the timer starts after the record, a continued run up to a second later. */
export async function settledHistory(
  lifecycle: Pick<Lifecycle, 'fetchHistory'>,
): ReturnType<Lifecycle['fetchHistory']> {
  for (;;) {
    await setTimeout(500);
    const history = await lifecycle.fetchHistory();
    if ((history.events?.length ?? 0) > 3) return history;
  }
}

export async function closed(lifecycle: Lifecycle): Promise<void> {
  await lifecycle.result();
}

export async function waitForEntry(
  lifecycle: Lifecycle,
  world: FakeWorld,
  kind: StoryKind,
): Promise<void> {
  const told = () => world.ledger.entries.some((entry) => entry.kind === kind);
  await eventually(told, () => `never ${kind}`);
  await waitUntilIdle(lifecycle);
}

export async function waitForPhase(
  lifecycle: Lifecycle,
  world: FakeWorld,
  phase: string,
): Promise<void> {
  const there = () => world.ledger.row?.phase === phase && world.calls.at(-1) === 'record';
  await eventually(there, () => `in ${world.ledger.row?.phase}, not in ${phase}`);
  await waitUntilIdle(lifecycle);
}

/** Waits until the last workflow task has started a timer. The ledger shows the wait before that. */
export async function waitUntilIdle(lifecycle: Pick<Lifecycle, 'fetchHistory'>): Promise<void> {
  const waits = async () => {
    const { events } = await lifecycle.fetchHistory();
    const last = (events ?? []).slice(
      1 + (events ?? []).findLastIndex((event) => event.workflowTaskCompletedEventAttributes),
    );
    return last.some((event) => event.timerStartedEventAttributes);
  };
  await eventually(waits, () => 'it does not wait');
}

export async function eventually(
  holds: () => boolean | Promise<boolean>,
  why: () => string,
): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(why());
    await setTimeout(20);
  }
}
