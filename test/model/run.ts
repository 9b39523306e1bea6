/** Lanes in lockstep, since the server has one clock: each round everybody moves, all settles, time passes, the judge looks. */
import { setTimeout } from 'node:timers/promises';

import { WorkflowNotFoundError } from '@temporalio/client';

import { dice } from './dice.ts';
import { makeLane, randomLife } from './lane.ts';
import type { Lane, Life } from './lane.ts';
import { readLists } from './lists.ts';
import { move } from './moves.ts';
import { rowOf } from './people.ts';
import { broken } from './promises.ts';
import { gather } from './records.ts';
import { importFinding, touch } from './resource.ts';
import type { Setting } from './setting.ts';
import type { Model } from './world.ts';

/** Lives that pass the same hours together. */
export interface Batch {
  readonly lives: readonly Life[];
  /** How long each round lasts, minutes. */
  readonly passes: readonly number[];
}

/** A life that broke promises, and where. */
export interface Failure {
  readonly index: number;
  readonly round: number;
  readonly moves: readonly string[];
  readonly broken: readonly string[];
}

const MINUTE = 60_000;
const PASSES = [1, 60, 60 * 13, 60 * 24 * 3, 60 * 24 * 21, 60 * 24 * 100] as const;
/** After the last move: a day to settle, and more than the longest deadline of people. */
const AFTERWARDS = [60 * 24, 60 * 24 * 35] as const;

/** The batch of a seed: the same lives and hours each time. */
export function batchOf(seed: number, count: number, rounds: number): Batch {
  const die = dice(seed);
  const passes = Array.from({ length: rounds + 1 }, () => die.pick(PASSES));
  const lives = Array.from({ length: count }, (_, i) => randomLife(seed * 10_000 + i, rounds));
  return { lives, passes };
}

/** Lives all of them; answers those that broke a promise, each once. `run` is new for every call on a model. */
export async function runBatch(
  model: Model,
  run: number,
  batch: Batch,
): Promise<readonly Failure[]> {
  const { lives, passes } = batch;
  const lanes = lives.map((life, i) => makeLane(`m${run}x${`${i}`.padStart(4, '0')}`, life));
  try {
    return await runLanes(model, lanes, passes);
  } finally {
    await forEachLane(lanes, (lane) => end(model, lane));
  }
}

async function runLanes(
  model: Model,
  lanes: readonly Lane[],
  passes: readonly number[],
): Promise<readonly Failure[]> {
  const failed = new Map<Lane, Failure>();
  await forEachLane(lanes, (lane) => open(model, lane));
  const hours = [...passes, ...AFTERWARDS];
  for (const [round, minutes] of hours.entries()) {
    const since = model.recorder.mark();
    const final = round === hours.length - 1;
    if (round === passes.length) model.recorder.calm();
    if (round > 0)
      await forEachLane(lanes, (lane) => move(model, lane, lane.life.script[round - 1] ?? null));
    await pass(model, lanes, minutes);
    const lists = await readLists(model, model.policiesDir);
    await forEachLane(lanes, async (lane) => {
      if (failed.has(lane)) return;
      const records = await gather(model, lane, { since, final, lists });
      const wrong = broken(records);
      const { moves } = lane;
      const index = lanes.indexOf(lane);
      if (wrong.length > 0) failed.set(lane, { index, round, moves: [...moves], broken: wrong });
    });
  }
  return [...failed.values()];
}

/** What is still open would go on in the years of those that come later, and take their server's time. */
async function end({ client }: Model, { workflowId }: Lane): Promise<void> {
  if (workflowId === null) return;
  await client.workflow
    .getHandle(workflowId)
    .terminate('its life was judged')
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
}

async function forEachLane(
  lanes: readonly Lane[],
  act: (lane: Lane) => Promise<void>,
): Promise<void> {
  await Promise.all(lanes.map(act));
}

async function open(model: Model, lane: Lane): Promise<void> {
  model.recorder.know(lane.finding.Id ?? '', lane.name);
  if (lane.life.kind !== 'unknown-type') await touch(model, lane, 'break');
  await importFinding(model, lane);
}

async function pass(model: Model, lanes: readonly Lane[], minutes: number): Promise<void> {
  await settled(model, lanes);
  for (const lane of lanes) lane.moves.push(`${minutes} min`);
  await model.sleep(minutes * MINUTE);
  // Whatever the deadlines set off, a settle wait and a repeated attempt included, has time to end.
  for (const rest of [5, 5]) {
    await settled(model, lanes);
    await model.sleep(rest * MINUTE);
  }
  await settled(model, lanes);
}

const QUIET = 150;

/** Nothing in flight: no call to AWS for a moment, every event delivered, no activity running, no workflow task pending. */
async function settled(setting: Setting, lanes: readonly Lane[]): Promise<void> {
  const { world } = setting;
  const deadline = Date.now() + 400_000;
  for (;;) {
    await world.aws.gateway.idle();
    const before = world.aws.gateway.log().length;
    await setTimeout(QUIET);
    const calm = world.aws.gateway.log().length === before;
    if (calm && !(await Promise.all(lanes.map((lane) => isBusy(setting, lane)))).includes(true))
      return;
    if (Date.now() > deadline) throw new Error('The lanes never came to rest.');
  }
}

async function isBusy(setting: Setting, lane: Lane): Promise<boolean> {
  if (lane.workflowId === null && (await rowOf(setting, lane)) === null) return true;
  const handle = setting.client.workflow.getHandle(lane.workflowId ?? '');
  const { raw } = await setting.client.withDeadline(Date.now() + 10_000, () => handle.describe());
  // What failed and waits for its next attempt goes on when time does; the server calls it started.
  const working = (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 1) <= 1);
  return working || Boolean(raw.pendingWorkflowTask);
}
