/** What a lifecycle refused at once leaves nothing in its history: the door that sent it writes it down here. */
import { z } from 'zod';

import { asked } from '../dynamodb/failure.ts';
import { checkInput, ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { indexTime, instant, text } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';

/** A message that a lifecycle's validator refused. */
export interface Refused {
  /** The message's own id: recorded twice, it stands once. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** As the message named them: nothing was proved. */
  readonly actor: string;
  readonly door: string;
  /** The update's name: `approve`, `accept`, `recheck`, … */
  readonly decision: string;
  /** `Refusal['type']` of domain/decision.ts. */
  readonly type: string;
  readonly message: string;
}

export interface Refusals {
  /** Appends; what stands there already stays. Failures as in `ledger.ts`. */
  recordRefusal(workflowId: string, refused: Refused): Promise<void>;
  /** All of a lifecycle, oldest first. Strongly consistent. */
  refusals(workflowId: string): Promise<readonly Refused[]>;
}

/** In `<prefix>-events`, beside the story: docs/ledger.md. */
export function dynamoRefusals(store: Store): Refusals {
  return {
    recordRefusal: (workflowId, refused) => recordRefusal(store, workflowId, refused),
    refusals: (workflowId) => refusals(store, workflowId),
  };
}

/** In characters: as long as workflows/message-shapes.ts takes them. */
const ID = 128;
const NAME = 200;
const WORDS = 2_000;

const refusedShape = z.object({
  id: text.max(ID),
  at: instant,
  actor: z.string().max(NAME),
  door: text.max(ID),
  decision: text.max(ID),
  type: text.max(ID),
  message: z.string().max(WORDS),
}) satisfies z.ZodType<Refused>;

const itemShape = z.object({ ...versioned, ...refusedShape.shape });

async function recordRefusal(
  { client, tables }: Store,
  workflowId: string,
  refused: Refused,
): Promise<void> {
  const what = `the refusal of ${refused.decision} by ${workflowId}`;
  const short = { ...refused, message: refused.message.slice(0, WORDS) };
  const checked = checkInput(refusedShape, short, what);
  const at = indexTime(checked.at);
  const sequence = `${PREFIX}${at}#${checked.id}`;
  const put = client.put({
    TableName: tables.events,
    Item: { schema: ITEM_SCHEMA, workflowId, sequence, ...checked, at },
    ConditionExpression: 'attribute_not_exists(#sequence)',
    ExpressionAttributeNames: { '#sequence': 'sequence' },
  });
  await asked(`recording ${what}`, put.catch(alreadyThere));
}

async function refusals(
  { client, tables }: Store,
  workflowId: string,
): Promise<readonly Refused[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.events,
      KeyConditionExpression: 'workflowId = :id AND begins_with(#sequence, :prefix)',
      ExpressionAttributeNames: { '#sequence': 'sequence' },
      ExpressionAttributeValues: { ':id': workflowId, ':prefix': PREFIX },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading the refusals of ${workflowId}`, allPages(query));
  return items.map((item) => {
    const where = `${String(item['sequence'])} of ${workflowId} in ${tables.events}`;
    const { schema: _, ...refused } = readItem(itemShape, item, where);
    return refused;
  });
}

/** Digits sort before letters: the story is a range of digits, and what stands beside it begins with a word. */
const PREFIX = 'refusal#';

/** The same id at the same moment is the same message. */
function alreadyThere(error: unknown): void {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return;
  throw error;
}
