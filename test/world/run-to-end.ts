import assert from 'node:assert/strict';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Scenario } from '../../sandbox/demo/scenario.ts';
import { importFindings, seedResources } from '../../sandbox/demo/seed.ts';
import type { Seeded } from '../../sandbox/demo/seed.ts';
import { watch } from '../../sandbox/demo/watch.ts';
import type { World } from '../../sandbox/world.ts';

/** Makes the resource of a scenario and imports its findings. */
export async function seed(world: World, scenario: Scenario): Promise<Seeded> {
  await seedResources(world, [scenario]);
  const [seeded] = await importFindings(world, [scenario]);
  assert.ok(seeded);
  return seeded;
}

/** Waits until the findings are where the scenario ends, and answers the lifecycle of the first. */
export async function end(
  world: World,
  seeded: Seeded,
  stallMs: number = 60_000,
): Promise<Lifecycle> {
  const [progress] = await watch(world, [seeded], { onLine: () => {}, stallMs });
  assert.ok(progress?.lifecycle, 'no lifecycle was started');
  return progress.lifecycle;
}

export async function runToEnd(world: World, scenario: Scenario): Promise<Lifecycle> {
  return await end(world, await seed(world, scenario));
}
