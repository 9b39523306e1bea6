/** Lanes in lockstep on the time-skipping server: each round everybody moves, all settles, time passes, the judge looks. */
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client, Connection } from '@temporalio/client';

import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { timeSkipping } from '../workflows/environment.ts';
import { dice } from './dice.ts';
import type { Dice } from './dice.ts';
import { judge } from './judge.ts';
import { importFinding, makeLane, touch } from './lane.ts';
import type { Lane } from './lane.ts';
import { move, rowOf } from './moves.ts';
import type { Table } from './moves.ts';

export interface Model extends Table {
  readonly sleep: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
const quiet = { say: () => {}, settleSeconds: 1 };
const MINUTE = 60_000;
const PASSES = [1, 60, 60 * 13, 60 * 24 * 3, 60 * 24 * 30, 60 * 24 * 200] as const;

/** The whole loop with everything real but the clock of Temporal. */
export async function startModel(): Promise<Model> {
  const env = await timeSkipping();
  const address = env.connection.options.address;
  const temporal = {
    address,
    uiUrl: '',
    namespace: 'default',
    pid: 0,
    logFile: '',
    stop: () => env.teardown(),
  };
  const world = await startWorld({ ...quiet, temporal, workerScript: WORKER });
  const connection = await Connection.connect({ address, channelArgs: RARE_PINGS });
  const client = new Client({ connection });
  return {
    world,
    client,
    now: () => again(() => env.currentTimeMs()),
    sleep: (ms) => again(() => env.sleep(ms)),
    stop: async () => {
      await connection.close();
      await world.stop();
    },
  };
}

/** The Java server takes frequent pings for an attack and drops the connection. */
const RARE_PINGS = { 'grpc.keepalive_time_ms': 3_600_000 };

/** The environment's own connection pings too often; a call that was cut off is made once more. */
async function again<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error && /CANCELLED|UNAVAILABLE/.test(error.message))) throw error;
    return await call();
  }
}

/** Throws with the seed and the moves of the lane that broke a promise. */
export async function runSequences(
  model: Model,
  {
    seed,
    lanes,
    rounds,
  }: { readonly seed: number; readonly lanes: number; readonly rounds: number },
): Promise<void> {
  const die = dice(seed);
  const all = Array.from({ length: lanes }, (_, i) => makeLane(`m${seed}-${i}`, die));
  await Promise.all(all.map((lane) => open(model.world, lane)));
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await Promise.all(all.map((lane) => move(model, lane, fork(die))));
    await pass(model, die, all);
    const log = model.world.aws.gateway.log();
    await Promise.all(all.map((lane) => judged(model, lane, { seed, round, log })));
  }
}

async function open(world: World, lane: Lane): Promise<void> {
  if (lane.kind !== 'unknown-type') await touch(world, lane, 'break');
  await importFinding(world, lane);
}

/** Each lane has its own dice, so that the order in which lanes finish does not change what they do. */
function fork(die: Dice): Dice {
  return dice(Math.floor(die.roll() * 4_294_967_296));
}

async function pass(model: Model, die: Dice, lanes: readonly Lane[]): Promise<void> {
  await settled(model, lanes);
  const minutes = die.pick(PASSES);
  for (const lane of lanes) lane.moves.push(`${minutes} min`);
  await model.sleep(minutes * MINUTE);
  // Whatever the deadlines set off, a settle wait included, has time to end.
  await settled(model, lanes);
  await model.sleep(2 * MINUTE);
  await settled(model, lanes);
}

/** Nothing in flight: every event delivered, no activity and no workflow task pending. */
async function settled({ world, client }: Table, lanes: readonly Lane[]): Promise<void> {
  await world.aws.gateway.idle();
  const deadline = Date.now() + 120_000;
  for (let quiet = 0; quiet < 2;) {
    const busy = await Promise.all(lanes.map((lane) => isBusy({ world, client }, lane)));
    quiet = busy.includes(true) ? 0 : quiet + 1;
    if (Date.now() > deadline) throw new Error(`never quiet: ${busy.filter(Boolean).length} busy`);
    await setTimeout(quiet === 0 ? 100 : 20);
  }
}

async function isBusy(
  { world, client }: Pick<Table, 'world' | 'client'>,
  lane: Lane,
): Promise<boolean> {
  const row = await rowOf(world, lane);
  if (row === null) return true;
  const { raw, status } = await client.workflow.getHandle(row.workflowId).describe();
  const working = (raw.pendingActivities ?? []).length > 0 || Boolean(raw.pendingWorkflowTask);
  return working || (status.name === 'RUNNING') !== (row.phase !== 'CLOSED');
}

async function judged(
  model: Model,
  lane: Lane,
  { seed, round, log }: { seed: number; round: number; log: Parameters<typeof judge>[2] },
): Promise<void> {
  try {
    await judge(model, lane, log);
  } catch (error) {
    const life = lane.moves.join('\n    ');
    throw new Error(`seed ${seed}, round ${round}, ${lane.scenario.bucket}:\n    ${life}`, {
      cause: error,
    });
  }
}
