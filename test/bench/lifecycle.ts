/** Costs and throughput of the automatic path with activities that do nothing, against a bare workflow. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';

import { actions, events } from '../workflows/actions.ts';
import { devServer, report, withWorkers } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import { stop } from '../workflows/shared-workers.ts';
import { BARE_QUEUE } from './bare-queue.ts';
import { median, rounded } from './figure.ts';
import type { Figure } from './figure.ts';

const BATCH = 60;
const ROUNDS = 5;
/** triage, remediate, record, verify, close. */
const ACTIVITIES = 5;

export async function lifecycleFigures(): Promise<readonly Figure[]> {
  const env = await devServer();
  try {
    const cost = await costOfOne(env);
    const { lifecycles, bare } = await throughput(env);
    const ratio = median(lifecycles.map((of, i) => of / (bare[i] ?? Number.NaN)));
    return [
      { name: 'actions.automatic', value: cost.actions, unit: 'actions', against: 'at most 9' },
      { name: 'events.automatic', value: cost.events, unit: 'events', against: 'at most 45' },
      {
        name: 'throughput.ratio_to_bare',
        value: rounded(ratio),
        unit: 'ratio',
        against: `at least 0.8 of a bare workflow with ${ACTIVITIES} activities, same server, median of ${ROUNDS}`,
      },
      {
        name: 'throughput.lifecycles',
        value: rounded(median(lifecycles)),
        unit: 'lifecycles/s',
        against: `bare workflow in the same run: ${rounded(median(bare))}/s`,
      },
    ];
  } finally {
    await stop(env);
  }
}

async function costOfOne(
  env: TestWorkflowEnvironment,
): Promise<{ readonly actions: number; readonly events: number }> {
  const activities = fakeActivities(fakeWorld({ settle: [1] }));
  return await withWorkers(env, activities, async () => {
    const lifecycle = await report(env);
    await lifecycle.result();
    const history = await lifecycle.fetchHistory();
    return { actions: actions(history), events: events(history) };
  });
}

/** Rates per second, measured in turns so that a busy moment of the machine hits both. */
async function throughput(
  env: TestWorkflowEnvironment,
): Promise<{ readonly lifecycles: readonly number[]; readonly bare: readonly number[] }> {
  const lifecycles: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await rateOfBare(env));
    lifecycles.push(await rateOfLifecycles(env));
  }
  return { lifecycles, bare };
}

async function rateOfLifecycles(env: TestWorkflowEnvironment): Promise<number> {
  const worlds = fakeActivities(fakeWorld({ settle: [0] }));
  // Every look of triage finds it open, every later one fixed: the world is shared by the whole batch.
  const shared = {
    ...worlds,
    triage: fakeTriage,
  };
  return await withWorkers(env, shared, () => rate(async () => (await report(env)).result()));
}

const fakeTriage: ReturnType<typeof fakeActivities>['triage'] = (input) =>
  fakeActivities(fakeWorld({ settle: [0] })).triage(input);

async function rateOfBare(env: TestWorkflowEnvironment): Promise<number> {
  const workflowsPath = fileURLToPath(new URL('bare-workflow.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
  });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: BARE_QUEUE,
    workflowBundle,
    activities: { nothing: async () => {} },
  });
  const one = () =>
    env.client.workflow.execute('Bare', {
      workflowId: `bare-${randomUUID()}`,
      taskQueue: BARE_QUEUE,
      args: [ACTIVITIES],
    });
  return await worker.runUntil(() => rate(one));
}

/** Warm-up first: the first run of a bundle pays for its compilation. */
async function rate(one: () => Promise<unknown>): Promise<number> {
  await Promise.all(Array.from({ length: 5 }, one));
  const since = performance.now();
  await Promise.all(Array.from({ length: BATCH }, one));
  return (BATCH * 1000) / (performance.now() - since);
}
