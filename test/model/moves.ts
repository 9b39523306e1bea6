/** What may happen to a lane in one round: products, people, the resource's own people, trouble, or nothing. */
import { setTimeout } from 'node:timers/promises';

import type { Client } from '@temporalio/client';

import type { LifecycleClient } from '../../client/lifecycle-client.ts';
import type { World } from '../../sandbox/world.ts';
import { dice } from './dice.ts';
import type { Dice } from './dice.ts';
import type { Lane } from './lane.ts';
import { command, confirm, decide } from './people.ts';
import { TROUBLES } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { importFinding, touch } from './resource.ts';

/** All that a move needs. */
export interface Table {
  readonly world: World;
  readonly client: Client;
  /** How people are heard: as by the console. */
  readonly messages: LifecycleClient;
  readonly recorder: Recorder;
  /** The Temporal server's time, epoch milliseconds. */
  readonly now: () => Promise<number>;
}

/** Answers what was done, in words. */
export type Move = (table: Table, lane: Lane, die: Dice) => Promise<string>;

/** One of them, as the seed has it; null for none. */
export async function move(table: Table, lane: Lane, seed: number | null): Promise<void> {
  if (seed === null) return;
  const die = dice(seed);
  lane.moves.push(await die.pick(MOVES)(table, lane, die));
}

const reportAgain: Move = async (table, lane, die) => {
  const severity = die.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
  await importFinding(table, lane, { severity });
  return `reported ${severity}`;
};

const saysOver: Move = async (table, lane, die) => {
  const archived = die.chance(0.5);
  await importFinding(table, lane, archived ? { archived } : { compliance: 'PASSED' });
  return archived ? 'ARCHIVED' : 'PASSED';
};

/** Somebody resolves it by hand in Security Hub: a word, no proof. */
const resolves: Move = async ({ world }, lane) => {
  const { account, region } = lane.scenario;
  const { Id, ProductArn } = lane.finding;
  await world.securityHub(account, region).batchUpdateFindings({
    FindingIdentifiers: [{ Id, ProductArn }],
    Workflow: { Status: 'RESOLVED' },
    Note: { Text: 'done', UpdatedBy: 'somebody' },
  });
  return 'somebody sets RESOLVED';
};

const change: Move = async (table, lane, die) => {
  const how = die.pick(['break', 'repair', 'repair', 'delete']);
  if (lane.life.kind !== 'unknown-type') await touch(table, lane, how);
  return how;
};

const fail: Move = async ({ recorder }, lane, die) => {
  const kind = die.pick(TROUBLES);
  const service = die.pick(['s3', 'ssm', 'securityhub', 'dynamodb', 's3', 'ssm', 'securityhub']);
  const times = die.pick([1, 2, 4]);
  recorder.trouble(lane.name, { kind, service, times });
  return `the next ${times} calls to ${service} are ${kind}`;
};

/** Trouble, and something that runs into it. */
const failing =
  (then: Move): Move =>
  async (table, lane, die) =>
    `${await fail(table, lane, die)}; ${await then(table, lane, die)}`;

const both =
  (first: Move, second: Move): Move =>
  async (table, lane, die) =>
    `${await first(table, lane, die)}; ${await second(table, lane, die)}`;

/** The check of the last decision has ended: until then every other is refused. */
const checked: Move = async ({ client }, lane) => {
  if (lane.workflowId === null) return 'nothing';
  const handle = client.workflow.getHandle(lane.workflowId);
  for (let looks = 0; looks < 20; looks += 1) {
    const { raw } = await handle.describe();
    if (!raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0) break;
    await setTimeout(100);
  }
  return 'a moment later';
};

const decideTwice = both(both(decide, checked), confirm);

const nothing: Move = async () => 'nothing';

const MOVES: readonly [Move, ...Move[]] = [
  reportAgain,
  reportAgain,
  saysOver,
  resolves,
  change,
  change,
  both(change, reportAgain),
  decide,
  decide,
  decide,
  confirm,
  confirm,
  decideTwice,
  decideTwice,
  decideTwice,
  both(decide, reportAgain),
  command,
  fail,
  failing(decideTwice),
  failing(command),
  failing(both(change, reportAgain)),
  nothing,
];
