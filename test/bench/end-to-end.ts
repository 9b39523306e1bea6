/** Findings from import to Fixed on the whole sandbox: every part real, every process running. */
import { setTimeout as sleep } from 'node:timers/promises';

import { Client, Connection } from '@temporalio/client';

import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import { watch } from '../../sandbox/demo/watch.ts';
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { waitUntilIdle } from '../replay/live.ts';
import { actions } from '../workflows/actions.ts';
import { fixable } from '../world/scenario.ts';
import { rounded } from './figure.ts';
import type { Figure } from './figure.ts';

const COUNT = 40;
const SETTLE_SECONDS = 0.2;

export async function endToEndFigures(): Promise<readonly Figure[]> {
  const world = await startWorld({ say: () => {}, settleSeconds: SETTLE_SECONDS });
  try {
    const rate = await endToEnd(world);
    const reimported = await reimport(world);
    const told = await billedWhenTold(world);
    return [
      {
        name: 'throughput.end_to_end',
        value: rounded(rate),
        unit: 'findings/s',
        against: `${COUNT} at once, import to RESOLVED, settle ${SETTLE_SECONDS} s, everything on this machine`,
      },
      { name: 'actions.reimport_unchanged', value: reimported, unit: 'actions', against: '0' },
      {
        name: 'actions.notify_automatic',
        value: told - AUTOMATIC,
        unit: 'actions',
        against: `at most 1 more than the ${AUTOMATIC} of the same path without a topic (test/workflows/costs.test.ts)`,
      },
    ];
  } finally {
    await world.stop();
  }
}

async function endToEnd(world: World): Promise<number> {
  const scenarios = Array.from({ length: COUNT }, (_, i) => fixable(`bench-${i}`));
  await seedResources(world, scenarios);
  const since = performance.now();
  const seeded = await importFindings(world, scenarios);
  const standings = await watch(world, seeded, { onLine: () => {}, stallMs: 120_000 });
  const open = standings.filter(({ lifecycle }) => lifecycle?.phase !== 'CLOSED');
  if (open.length > 0) throw new Error(`${open.length} of ${COUNT} were not closed in time`);
  return (COUNT * 1000) / (performance.now() - since);
}

/** Held by test/workflows/costs.test.ts, whose worker tells nobody. */
const AUTOMATIC = 9;

/** An automatic fix that is published on the topic, from its report to its close. */
async function billedWhenTold(world: World): Promise<number> {
  const scenario = fixable('bench-told');
  await seedResources(world, [scenario]);
  const seeded = await importFindings(world, [scenario]);
  const [standing] = await watch(world, seeded, { onLine: () => {}, stallMs: 60_000 });
  return await billed(world, standing?.lifecycle?.workflowId ?? '', 'closed');
}

/** What an open lifecycle is billed for when its finding is imported again unchanged. */
async function reimport(world: World): Promise<number> {
  const waiting = fixable('bench-runbook-fails');
  await seedResources(world, [waiting]);
  const [seeded] = await importFindings(world, [waiting]);
  if (seeded === undefined) throw new Error('nothing was imported');
  const expected = { state: 'HUMAN_REVIEW', destiny: null } as const;
  const quiet = { onLine: () => {}, stallMs: 60_000 };
  const watched = { ...seeded, scenario: { ...waiting, expected } };
  const [standing] = await watch(world, [watched], quiet);
  const workflowId = standing?.lifecycle?.workflowId ?? '';
  const before = await billed(world, workflowId, 'waits');
  await importFindings(world, [waiting]);
  await world.aws.gateway.idle();
  await sleep(500);
  return (await billed(world, workflowId, 'waits')) - before;
}

/** Counted once it has closed, or once its wait has begun: the ledger shows a wait before its timer is started. */
async function billed(
  world: World,
  workflowId: string,
  until: 'closed' | 'waits',
): Promise<number> {
  const connection = await Connection.connect({ address: world.temporal.address });
  const { namespace } = world.temporal;
  const client = new Client({ connection, namespace });
  const handle = client.workflow.getHandle(workflowId);
  await (until === 'closed' ? handle.result() : waitUntilIdle(handle));
  const history = await handle.fetchHistory();
  await connection.close();
  return actions(history);
}
