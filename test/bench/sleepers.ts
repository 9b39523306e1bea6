/** What lifecycles cost that sleep until an exception ends, and how fast they wake, against bare sleeping workflows. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { begin } from '../../domain/lifecycle/machine.ts';
import { SCHEMA } from '../../domain/lifecycle/state.ts';
import type { State } from '../../domain/lifecycle/state.ts';
import type { FindingLifecycle } from '../../workflows/finding-lifecycle.ts';
import { FINDING_LIFECYCLE, TASK_QUEUES } from '../../workflows/messages.ts';
import { observation } from '../builders/finding.ts';
import { opening, problem } from '../builders/problem.ts';
import { timetable } from '../builders/triage-result.ts';
import { devServer } from '../workflows/environment.ts';
import { BARE_QUEUE } from './bare-queue.ts';
import { rounded } from './figure.ts';
import type { Figure } from './figure.ts';

const DAY = 24 * 3_600_000;
/** How many starts are under way at once. */
const AT_ONCE = 50;
const WORKER = fileURLToPath(new URL('sleeper-worker.ts', import.meta.url));

/** `count` sleepers of ours and as many bare ones, on one dev server with its database in a file. */
export async function sleeperFigures(count: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'closeloop-bench-'));
  const database = join(folder, 'temporal.db');
  const env = await devServer(database);
  const worker = fork(WORKER, [env.address]);
  try {
    await once(worker, 'message');
    const bench = { env, worker, database, count };
    // The first runs of a bundle pay for its compilation.
    await startAll({ ...bench, count: 100 }, bareSleeper);
    await startAll({ ...bench, count: 100 }, ourSleeper(Date.now() + 300 * DAY));
    const bare = await asleep(bench, bareSleeper);
    // At half the pace of bare ones all are asleep when their end comes.
    const until = Math.ceil(Date.now() + 20_000 + (2_000 * count) / bare.perSecond);
    const ours = await asleep(bench, ourSleeper(until));
    const wakes = await wake(bench, until);
    return figures({ count, bare, ours, wakes });
  } finally {
    const gone = once(worker, 'exit');
    worker.kill('SIGTERM');
    await gone;
    await env.teardown();
    await rm(folder, { recursive: true });
  }
}

interface Bench {
  readonly env: TestWorkflowEnvironment;
  readonly worker: ChildProcess;
  readonly database: string;
  readonly count: number;
}

interface Asleep {
  readonly perSecond: number;
  readonly serverBytes: number;
  readonly workerMiB: number;
}

type Start = (env: TestWorkflowEnvironment, n: number) => Promise<string>;

const bareSleeper: Start = async ({ client }, n) => {
  const workflowId = `bare-${n}`;
  await client.workflow.start('BareSleeper', {
    workflowId,
    taskQueue: BARE_QUEUE,
    args: [300 * DAY],
  });
  return workflowId;
};

/** As continue-as-new leaves it: the state is the input. */
const ourSleeper =
  (until: number): Start =>
  async ({ client }, n) => {
    const workflowId = `sleeper-${until}-${n}`;
    const carried = { ...accepted(until), workflowId };
    await client.workflow.start<typeof FindingLifecycle>(FINDING_LIFECYCLE, {
      workflowId,
      taskQueue: TASK_QUEUES.orchestrator,
      args: [{ schema: SCHEMA, problem, carried }],
    });
    return workflowId;
  };

function accepted(until: number): State {
  const since = Date.now();
  const begun = begin(opening, observation(), since);
  const people = { by: 'ana', confirmedBy: null, why: 'the partner moves next year' };
  return {
    ...begun,
    episode: 1,
    timetable,
    phase: { name: 'ACCEPTED', deadline: until },
    exception: { id: 'd-1', ...people, since, until, severity: 'HIGH', headsUps: 9 },
    story: { ...begun.story, unwritten: [] },
  };
}

async function asleep(bench: Bench, start: Start): Promise<Asleep> {
  const before = { bytes: await bytes(bench), rss: await rss(bench) };
  const since = performance.now();
  await startAll(bench, start);
  const perSecond = (bench.count * 1000) / (performance.now() - since);
  const after = { bytes: await bytes(bench), rss: await rss(bench) };
  return {
    perSecond,
    serverBytes: (after.bytes - before.bytes) / bench.count,
    workerMiB: (after.rss - before.rss) / 2 ** 20,
  };
}

/** Settles when the last of them sleeps: its timer stands in its history. */
async function startAll({ env, count }: Bench, start: Start): Promise<void> {
  const ids: string[] = [];
  let next = count === 100 ? 1_000_000 : 0;
  const end = next + count;
  const starter = async () => {
    while (next < end) ids.push(await start(env, next++));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, starter));
  for (const id of ids.slice(-AT_ONCE)) {
    const handle = env.client.workflow.getHandle(id);
    while (!(await handle.fetchHistory()).events?.some((e) => e.timerStartedEventAttributes)) {
      await pause(20);
    }
  }
}

/** How many per second come from the end of their exception to their own end, when it is the same moment for all. */
async function wake({ env, count }: Bench, until: number): Promise<number> {
  if (Date.now() > until) throw new Error('They began to wake before all were asleep.');
  const closed = `WorkflowType = '${FINDING_LIFECYCLE}' AND ExecutionStatus = 'Completed'`;
  await pause(until - Date.now());
  while ((await env.client.workflow.count(closed)).count < count) await pause(100);
  return (count * 1000) / (Date.now() - until);
}

/** The database with what is not merged into it yet. */
async function bytes({ database }: Bench): Promise<number> {
  const sizes = [database, `${database}-wal`].map((file) =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}

async function rss({ worker }: Bench): Promise<number> {
  const answer = once(worker, 'message');
  worker.send('rss');
  return Number((await answer)[0]);
}

function figures(of: {
  readonly count: number;
  readonly bare: Asleep;
  readonly ours: Asleep;
  readonly wakes: number;
}): readonly Figure[] {
  const { count, bare, ours, wakes } = of;
  const against = (value: number, unit: string) =>
    `${count} sleepers; bare sleeping workflows in the same run: ${rounded(value)} ${unit}`;
  return [
    {
      name: 'sleepers.start_per_s',
      value: rounded(ours.perSecond),
      unit: 'starts/s',
      against: against(bare.perSecond, 'starts/s'),
    },
    {
      name: 'sleepers.server_bytes_each',
      value: rounded(ours.serverBytes),
      unit: 'bytes',
      against: against(bare.serverBytes, 'bytes'),
    },
    {
      name: 'sleepers.worker_rss_growth',
      value: rounded(ours.workerMiB),
      unit: 'MiB',
      against: against(bare.workerMiB, 'MiB'),
    },
    {
      name: 'wake.per_s',
      value: rounded(wakes),
      unit: 'lifecycles/s',
      against: `${count} exceptions that end at once, from that moment to the last close; activities do nothing`,
    },
  ];
}
