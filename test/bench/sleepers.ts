/** What thousands of accepted findings cost while they sleep, and how fast they wake when all must at once. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { defaultPayloadConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { FindingLifecycle } from '../../workflows/finding-lifecycle.ts';
import {
  FINDING_LIFECYCLE,
  type LifecycleInput,
  observed,
  TASK_QUEUES,
} from '../../workflows/messages.ts';
import { observation } from '../domain/sample.ts';
import { recordHistory, SCENARIOS } from '../replay/scenarios.ts';
import { devServer, withWorkers } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';
import { rounded } from './figure.ts';
import type { Figure } from './figure.ts';

/** Calls in flight at once: a starter's reserved concurrency, about. */
const AT_ONCE = 50;
/** Each that wakes is reopened, triaged and handed to people: some are enough for a rate. */
const WOKEN = 200;
const MIB = 2 ** 20;

export async function sleeperFigures(count: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-sleepers-'));
  const env = await devServer({ dbFilename: join(folder, 'temporal.db') });
  try {
    const input = await asleep(env);
    const world = fakeWorld();
    return await withWorkers(env, fakeActivities(world), async () => {
      const before = { bytes: await bytesIn(folder), rss: process.memoryUsage().rss };
      const ids = Array.from({ length: count }, () => `sleeper-${randomUUID()}`);
      const startMs = await timed(() => inTurns(ids, (id) => startOne(env, id, input)));
      await untilWaiting(env, ids);
      const bytes = (await bytesIn(folder)) - before.bytes;
      const rss = process.memoryUsage().rss - before.rss;
      const woken = ids.slice(0, WOKEN);
      const wakeMs = await timed(async () => {
        await inTurns(woken, (id) => wakeOne(env, id));
        while (reopened(world) < woken.length) await setTimeout(20);
      });
      const all = `${count} accepted findings`;
      return [
        figure('start_per_s', (count * 1000) / startMs, 'sleepers/s', `${all}, one dev server`),
        figure('server_bytes_each', bytes / count, 'bytes', `${all}, SQLite on disk`),
        figure('worker_rss_growth', rss / MIB, 'MiB', `${all}, the worker that started them`),
        {
          name: 'wake.per_s',
          value: rounded((woken.length * 1000) / wakeMs),
          unit: 'sleepers/s',
          against: `${woken.length} of ${all} woken at once, until each is NEW again`,
        },
      ];
    });
  } finally {
    await env.teardown();
    await rm(folder, { recursive: true });
  }
}

function reopened({ hub }: FakeWorld): number {
  return hub.filter((status) => status === 'NEW').length;
}

function figure(name: string, value: number, unit: string, against: string): Figure {
  return { name: `sleepers.${name}`, value: rounded(value), unit, against };
}

/** What the run of a sleeper carries, taken from a real one: the input that continue-as-new gave it. */
async function asleep(env: TestWorkflowEnvironment): Promise<LifecycleInput> {
  const scenario = SCENARIOS['accepted-and-asleep'];
  if (scenario === undefined) throw new Error('no scenario sleeps');
  const { events } = await recordHistory(env, 'the-first-sleeper', scenario);
  const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  if (payload === undefined || payload === null) throw new Error('the sleeper has no input');
  return defaultPayloadConverter.fromPayload<LifecycleInput>(payload);
}

async function startOne(
  { client }: TestWorkflowEnvironment,
  workflowId: string,
  { carried, ...input }: LifecycleInput,
): Promise<void> {
  if (carried === undefined) throw new Error('the sleeper carries nothing');
  await client.workflow.start<typeof FindingLifecycle>(FINDING_LIFECYCLE, {
    workflowId,
    taskQueue: TASK_QUEUES.orchestrator,
    args: [{ ...input, carried: { ...carried, workflowId } }],
  });
}

/** It got worse: what was accepted is reviewed anew. */
async function wakeOne({ client }: TestWorkflowEnvironment, workflowId: string): Promise<void> {
  const worse = observation({ messageId: 'worse', severity: 'CRITICAL' });
  await client.workflow.getHandle(workflowId).signal(observed, worse);
}

/** Tasks are done in order, more or less: when these wait, nearly all do. */
async function untilWaiting({ client }: TestWorkflowEnvironment, ids: readonly string[]) {
  for (const id of ids.slice(-AT_ONCE)) {
    const waits = async () => {
      const { events } = await client.workflow.getHandle(id).fetchHistory();
      return events?.some(({ timerStartedEventAttributes: timer }) => timer) ?? false;
    };
    while (!(await waits())) await setTimeout(50);
  }
}

async function inTurns(ids: readonly string[], act: (id: string) => Promise<void>): Promise<void> {
  const rest = ids.values();
  const lane = async () => {
    for (const id of rest) await act(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function timed(act: () => Promise<void>): Promise<number> {
  const since = performance.now();
  await act();
  return performance.now() - since;
}

/** The database with its write-ahead log. */
async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
