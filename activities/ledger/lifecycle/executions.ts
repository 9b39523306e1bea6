import { z } from 'zod';

import { untilWritten } from '../dynamodb/again.ts';
import { asked, failure, isConditionFailed } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, checkInput, readItem, versioned } from '../dynamodb/read-item.ts';
import { count, text } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import type { Execution, PlacedExecution, WriteCap } from '../ledger.ts';
import { countWrite } from './caps.ts';
import { putLine } from './record-writes.ts';
import type { Place } from './story-item.ts';

const executionShape = z.object({
  ...versioned,
  token: text,
  planHash: text,
  executionId: text.nullable(),
  found: text.exactOptional(),
  left: text.exactOptional(),
  undo: z.object({ by: text, approvedBy: text, why: z.string() }).exactOptional(),
});
const placedShape = executionShape.extend({ sequence: text });

/** One automation: the round of an episode. */
export interface Round extends Place {
  readonly round: number;
}

/** What is intended, and the cap that it counts against. */
export interface Intent {
  readonly token: string;
  readonly planHash: string;
  readonly cap: WriteCap;
  readonly about: Pick<Execution, 'found' | 'undo'>;
}

/** See `Ledger.rememberIntent`. Refuses another plan or token for a round that has one. */
export async function rememberIntent(
  store: Store,
  round: Round,
  { cap, about, ...intent }: Intent,
): Promise<'remembered' | 'capped'> {
  const what = `remembering ${nameOf(round)}`;
  const item = { ...keyOf(round), schema: ITEM_SCHEMA, ...intent, ...about, executionId: null };
  checkInput(executionShape, item, nameOf(round));
  const writes = [putLine(store, item), countWrite(store, cap)];
  return await untilWritten<'remembered' | 'capped'>(what, async () => {
    if (await transact(store, what, writes)) return { done: 'remembered' };
    const known = await execution(store, round);
    // The intent is not what failed, so the counter is.
    if (known === null) return { done: 'capped' };
    if (known.token === intent.token && known.planHash === intent.planHash) {
      return { done: 'remembered' };
    }
    throw failure(
      'InvalidInput',
      `${nameOf(round)} is remembered with plan ${known.planHash}, not ${intent.planHash}: a round writes once. Start a new round.`,
    );
  });
}

/** See `Ledger.rememberExecution`. Refuses a second execution, and one without an intent. */
export async function rememberExecution(
  { client, tables }: Store,
  round: Round,
  executionId: string,
): Promise<void> {
  checkInput(text, executionId, `${nameOf(round)}: the execution id`);
  const update = client.update({
    TableName: tables.events,
    Key: keyOf(round),
    UpdateExpression: 'SET executionId = :id',
    ConditionExpression: 'executionId = :unset OR executionId = :id',
    ExpressionAttributeValues: { ':id': executionId, ':unset': null },
  });
  try {
    await asked(`remembering ${nameOf(round)}`, update);
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    throw failure(
      'InvalidInput',
      `${nameOf(round)} cannot remember execution ${executionId}: it has another one, or no intent was remembered before the start.`,
    );
  }
}

/** See `Ledger.execution`. Strongly consistent. */
export async function execution(
  { client, tables }: Store,
  round: Round,
): Promise<Execution | null> {
  const get = client.get({ TableName: tables.events, Key: keyOf(round), ConsistentRead: true });
  const { Item } = await asked(`reading ${nameOf(round)}`, get);
  if (Item === undefined) return null;
  const { schema: _schema, ...known } = readItem(executionShape, Item, nameOf(round));
  return known;
}

/** See `Ledger.rememberLeft`. */
export async function rememberLeft(
  { client, tables }: Store,
  round: Round,
  settings: string,
): Promise<void> {
  checkInput(text, settings, `${nameOf(round)}: what it left`);
  const update = client.update({
    TableName: tables.events,
    Key: keyOf(round),
    UpdateExpression: 'SET #left = if_not_exists(#left, :left)',
    ConditionExpression: 'attribute_exists(executionId)',
    ExpressionAttributeNames: { '#left': 'left' },
    ExpressionAttributeValues: { ':left': settings },
  });
  await asked(`remembering what ${nameOf(round)} left`, update);
}

/** See `Ledger.executions`. */
export async function executions(
  { client, tables }: Store,
  workflowId: string,
): Promise<readonly PlacedExecution[]> {
  const what = `the automations of ${workflowId}`;
  const items = await allPages(async (start) => {
    const query = client.query({
      TableName: tables.events,
      KeyConditionExpression: 'workflowId = :id AND begins_with(#sequence, :beginning)',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':id': workflowId, ':beginning': BEGINNING },
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    return await asked(`reading ${what}`, query);
  });
  return items.map((item) => {
    const { schema: _schema, sequence, ...known } = readItem(placedShape, item, what);
    const [episode = 0, round = 0] = sequence.slice(BEGINNING.length).split('#').map(Number);
    return { ...known, episode, round };
  });
}

const BEGINNING = 'execution#';

/** A letter first: the story's keys begin with digits, so its range query never meets these. */
function keyOf({ workflowId, episode, round }: Round) {
  checkInput(count.max(999_999), episode, `an automation of ${workflowId}: the episode`);
  checkInput(count.max(9999), round, `an automation of ${workflowId}: the round`);
  const place = `${String(episode).padStart(6, '0')}#${String(round).padStart(4, '0')}`;
  return { workflowId, sequence: `${BEGINNING}${place}` };
}

function nameOf({ workflowId, episode, round }: Round): string {
  return `The automation of round ${round}, episode ${episode} of ${workflowId}`;
}
