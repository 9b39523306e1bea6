/** What may happen to a lane in one round: products, people, the resource's own people, or nothing. */
import { randomUUID } from 'node:crypto';

import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Decision } from '../../domain/decision.ts';
import type { World } from '../../sandbox/world.ts';
import type { FindingLifecycle } from '../../workflows/finding-lifecycle.ts';
import type { Dice } from './dice.ts';
import { importFinding, touch } from './lane.ts';
import type { Lane } from './lane.ts';

export interface Table {
  readonly world: World;
  readonly client: Client;
  /** The Temporal server's time, epoch milliseconds. */
  readonly now: () => Promise<number>;
}

type Move = (table: Table, lane: Lane, die: Dice) => Promise<string>;

const DAY = 24 * 3_600_000;
const PEOPLE = ['ana', 'ben', 'cai'] as const;

/** One of these, by chance; answers what it was, in words. */
export async function move(table: Table, lane: Lane, die: Dice): Promise<void> {
  const made = die.pick(MOVES);
  const began = `${made.name}…`;
  lane.moves.push(began);
  lane.moves.splice(lane.moves.indexOf(began), 1, await made(table, lane, die));
}

const reportAgain: Move = async ({ world }, lane, die) => {
  const severity = die.pick(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
  await importFinding(world, lane, { severity });
  return `reported ${severity}`;
};

const saysOver: Move = async ({ world }, lane, die) => {
  const archived = die.chance(0.5);
  await importFinding(world, lane, archived ? { archived } : { compliance: 'PASSED' });
  return archived ? 'ARCHIVED' : 'PASSED';
};

const change: Move = async ({ world }, lane, die) => {
  const how = die.pick(['break', 'repair', 'repair', 'delete']);
  if (lane.kind !== 'unknown-type') await touch(world, lane, how);
  return how;
};

const decide: Move = async (table, lane, die) => {
  const row = await rowOf(table.world, lane);
  if (row === null) return 'nobody to decide about';
  const actor = die.pick(PEOPLE);
  const made = await decisionOn(table, row, { actor, die });
  lane.said.push({ at: Date.now(), decision: made.decision, actor, until: made.until });
  const answer = await update(table, row.workflowId, made.decision, made);
  return `${actor}: ${made.decision}${made.until === null ? '' : ` until ${made.until}`} → ${answer}`;
};

/** The second person says the same: only this way is what needs four eyes ever decided. */
const confirm: Move = async (table, lane, die) => {
  const row = await rowOf(table.world, lane);
  const last = lane.said.at(-1);
  if (row === null || last === undefined) return 'nothing to confirm';
  const actor = die.pick(PEOPLE);
  const made = { ...(await decisionOn(table, row, { actor, die })), ...sameAs(last, row) };
  lane.said.push({ ...last, at: Date.now(), actor });
  return `${actor} too: ${made.decision} → ${await update(table, row.workflowId, made.decision, made)}`;
};

const command: Move = async (table, lane, die) => {
  const row = await rowOf(table.world, lane);
  if (row === null) return 'nobody to tell';
  const name = die.pick(['recheck', 'claimFixed', 'cancel']);
  const said = { id: randomUUID(), actor: die.pick(PEOPLE), why: 'a test', evidence: 'a test' };
  return `${name} → ${await update(table, row.workflowId, name, said)}`;
};

const nothing: Move = async () => 'nothing';

const MOVES: readonly [Move, ...Move[]] = [
  reportAgain,
  saysOver,
  change,
  change,
  decide,
  decide,
  decide,
  confirm,
  confirm,
  command,
  nothing,
];

function sameAs(
  { decision, until }: Lane['said'][number],
  { planHash }: Lifecycle,
): Partial<Decision> {
  if (decision === 'approve') return { decision, planHash, until: null };
  return decision === 'accept' || decision === 'extend' ? { decision, planHash: null, until } : {};
}

async function decisionOn(
  { now }: Table,
  row: Lifecycle,
  { actor, die }: { readonly actor: string; readonly die: Dice },
): Promise<Decision> {
  const decision = die.pick([
    'approve',
    'approve',
    'reject',
    'accept',
    'accept',
    'extend',
    'revoke',
    'assign',
  ]);
  const days = die.pick([1, 20, 80, 300, 900, -3]);
  const until = new Date((await now()) + days * DAY).toISOString();
  const aboutPlan = decision === 'approve' || decision === 'reject';
  return {
    id: randomUUID(),
    finding: row.workflowId,
    episode: row.episode,
    decision,
    planHash: aboutPlan ? (die.chance(0.1) ? 'f'.repeat(64) : row.planHash) : null,
    severity: row.severity,
    until: decision === 'accept' || decision === 'extend' ? until : null,
    team: decision === 'assign' ? die.pick(['payments', 'data', 'nobody']) : null,
    actor,
    why: 'a test',
    door: 'cli',
    proof: null,
  };
}

/** What came of it, in a word; only a refusal or a closed lifecycle is expected to fail. */
async function update(
  table: Table,
  workflowId: string,
  name: string,
  payload: object,
): Promise<string> {
  const handle = table.client.workflow.getHandle<typeof FindingLifecycle>(workflowId);
  try {
    await handle.executeUpdate(name, { args: [payload] });
    return 'taken';
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      return `refused (${error.cause?.message ?? ''})`;
    if (error instanceof WorkflowNotFoundError) return 'closed already';
    throw error;
  }
}

/** The lifecycle that the ledger has for the lane's finding; null before the starter heard of it. */
export async function rowOf(world: World, { finding }: Lane): Promise<Lifecycle | null> {
  const ref = { id: finding.Id ?? '', productArn: finding.ProductArn ?? '' };
  const known = await world.ledger.knownFinding(ref);
  const [workflowId] = Object.keys(known?.problems ?? {});
  return workflowId === undefined ? null : await world.ledger.lifecycle(workflowId);
}
