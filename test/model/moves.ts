/** What may happen to a lane in one round: reports, decisions, changes of the resource, faults, or nothing. */
import { setTimeout } from 'node:timers/promises';

import { dice } from './dice.ts';
import type { Lane } from './lane.ts';
import { command, confirm, decide } from './people.ts';
import { TROUBLES } from './recorder.ts';
import { importFinding, touch } from './resource.ts';
import type { Move, Setting } from './setting.ts';

/** Makes the move that belongs to the seed; null: none. */
export async function move(setting: Setting, lane: Lane, seed: number | null): Promise<void> {
  if (seed === null) return;
  const die = dice(seed);
  lane.moves.push(await die.pick(MOVES)(setting, lane, die));
}

const reportAgain: Move = async (setting, lane, die) => {
  const severity = die.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
  await importFinding(setting, lane, { severity });
  return `reported ${severity}`;
};

const saysOver: Move = async (setting, lane, die) => {
  const archived = die.chance(0.5);
  await importFinding(setting, lane, archived ? { archived } : { compliance: 'PASSED' });
  return archived ? 'ARCHIVED' : 'PASSED';
};

/** Somebody sets the finding to RESOLVED in Security Hub, which proves nothing. */
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

const change: Move = async (setting, lane, die) => {
  const how = die.pick(['break', 'repair', 'repair', 'delete']);
  if (lane.life.kind !== 'unknown-type') await touch(setting, lane, how);
  return how;
};

const fail: Move = async ({ recorder }, lane, die) => {
  const kind = die.pick(TROUBLES);
  const service = die.pick(['s3', 'ssm', 'securityhub', 'dynamodb', 's3', 'ssm', 'securityhub']);
  const times = die.pick([1, 2, 4]);
  recorder.trouble(lane.name, { kind, service, times });
  return `the next ${times} calls to ${service} are ${kind}`;
};

/** Injects faults, then makes a move that meets them. */
const failing =
  (then: Move): Move =>
  async (setting, lane, die) =>
    `${await fail(setting, lane, die)}; ${await then(setting, lane, die)}`;

const both =
  (first: Move, second: Move): Move =>
  async (setting, lane, die) =>
    `${await first(setting, lane, die)}; ${await second(setting, lane, die)}`;

/** Waits until the check of the last decision has ended, because other decisions are refused until then. */
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
