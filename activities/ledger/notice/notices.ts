import { z } from 'zod';

import { shortened } from '../../shortened.ts';
import { asked, isConditionFailed } from '../dynamodb/failure.ts';
import { checkInput, readItem } from '../dynamodb/read-item.ts';
import { instant } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { BY_WAITING } from '../dynamodb/tables.ts';
import { CHANNEL } from './deliveries.ts';
import { NOTICE, PREFIX, readNotice } from './notice-item.ts';
import type { Notice } from './notice-item.ts';

export type { Notice } from './notice-item.ts';

/** What people are to be told of and have not been told yet: the outbox. */
export interface Notices {
  /** Of one lifecycle, oldest first. Strongly consistent. */
  untold(workflowId: string): Promise<readonly Notice[]>;
  /** Published: it waits no more, and DynamoDB removes it after a month. Repeated it changes nothing. */
  markTold(notice: Notice, at: string): Promise<void>;
  /** Not published, and why: it goes on waiting. */
  markFailed(notice: Notice, why: string): Promise<void>;
  /** Lifecycles with something undelivered since before then, longest waiting first; at most `limit`. Eventually consistent. */
  late(before: string, limit: number): Promise<readonly string[]>;
  /** What of one lifecycle nobody has heard of: the topic's part, and that of each channel. Strongly consistent. */
  undelivered(workflowId: string): Promise<readonly Undelivered[]>;
}

export interface Undelivered {
  /** `topic`, or the channel's name. */
  readonly to: string;
  /** ISO 8601. */
  readonly since: string;
  /** Null while it was not tried yet. */
  readonly why: string | null;
  /** The message that a channel did not take, as JSON; null for the topic, whose notices are messages yet to be written. */
  readonly message: string | null;
}

/** Failures as in `ledger.ts`. */
export function dynamoNotices(store: Store): Notices {
  return {
    untold: (workflowId) => untold(store, workflowId),
    markTold: (notice, at) => markTold(store, notice, at),
    markFailed: (notice, why) => markFailed(store, notice, why),
    late: (before, limit) => late(store, before, limit),
    undelivered: (workflowId) => undelivered(store, workflowId),
  };
}

async function untold({ client, tables }: Store, workflowId: string): Promise<readonly Notice[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.messages,
      KeyConditionExpression: 'workflowId = :id AND begins_with(#item, :prefix)',
      FilterExpression: 'attribute_exists(waiting)',
      ExpressionAttributeNames: { '#item': 'item' },
      ExpressionAttributeValues: { ':id': workflowId, ':prefix': PREFIX },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading what is to be told of ${workflowId}`, allPages(query));
  return items.map((item) => readNotice(item, tables.messages));
}

async function markTold(store: Store, notice: Notice, at: string): Promise<void> {
  checkInput(instant, at, 'the time of a message');
  await change(store, notice, {
    UpdateExpression: 'SET toldAt = :at, expiresAt = :expires REMOVE waiting, since',
    ExpressionAttributeValues: { ':at': at, ':expires': Date.parse(at) / 1000 + MONTH },
  });
}

/** In seconds. */
const MONTH = 30 * 24 * 3600;

async function markFailed(store: Store, notice: Notice, why: string): Promise<void> {
  await change(store, notice, {
    UpdateExpression: 'SET lastError = :why ADD attempts :one',
    ExpressionAttributeValues: { ':why': shortened(why, 500), ':one': 1 },
  });
}

interface Change {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** Of what still waits: somebody else may have told it meanwhile. */
async function change(
  { client, tables }: Store,
  { workflowId, sequence }: Notice,
  update: Change,
): Promise<void> {
  const call = client.update({
    TableName: tables.messages,
    Key: { workflowId, item: `${PREFIX}${sequence}` },
    ConditionExpression: 'attribute_exists(waiting)',
    ...update,
  });
  try {
    await asked(`remembering what was told of ${workflowId}`, call);
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

async function late(
  { client, tables }: Store,
  before: string,
  limit: number,
): Promise<readonly string[]> {
  checkInput(instant, before, 'what was not told: the time');
  const ids: string[] = [];
  for (const kind of [NOTICE, CHANNEL]) {
    const query = client.query({
      TableName: tables.messages,
      IndexName: BY_WAITING,
      KeyConditionExpression: 'waiting = :kind AND since < :before',
      ExpressionAttributeValues: { ':kind': kind, ':before': before },
      Limit: limit,
    });
    const { Items = [] } = await asked('looking for what was not told', query);
    ids.push(...Items.map((item) => String(item['workflowId'])));
  }
  return [...new Set(ids)].slice(0, limit);
}

const waitingShape = z.object({
  item: z.string(),
  since: instant,
  lastError: z.string().nullable().default(null),
  pending: z.string().nullable().default(null),
});

async function undelivered(
  { client, tables }: Store,
  workflowId: string,
): Promise<readonly Undelivered[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.messages,
      KeyConditionExpression: 'workflowId = :id',
      FilterExpression: 'attribute_exists(waiting)',
      ExpressionAttributeValues: { ':id': workflowId },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading what was not told of ${workflowId}`, allPages(query));
  return items.map((item) => {
    const where = `${String(item['item'])} of ${workflowId} in ${tables.messages}`;
    const { item: name, since, lastError: why, pending } = readItem(waitingShape, item, where);
    const [, channel] = /^channel#(.+)$/.exec(name) ?? [];
    return { to: channel ?? 'topic', since, why, message: pending };
  });
}
