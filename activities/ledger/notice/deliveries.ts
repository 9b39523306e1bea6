/** What a channel remembers of a finding, in `<prefix>-messages`: docs/ledger.md. */
import { z } from 'zod';

import { shortened } from '../../shortened.ts';
import { asked, failure, isConditionFailed } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';

export interface Place {
  readonly container: string;
  readonly id: string;
  /** What the owner's team calls the container: as long as that stays the same nobody asks which it is. */
  readonly name?: string;
  /** What people call it and where they open it; absent where the channel has not said. */
  readonly address?: { readonly name: string; readonly url: string };
}

/** Where a finding stands in a channel, and what it was told there. */
export interface DeliveryState {
  /** The message or ticket; null until the channel has answered. */
  readonly place: Place | null;
  /** Where it stood before it moved, oldest first; `told`: that place says where it went. */
  readonly earlier: readonly (Place & { readonly told: boolean })[];
  /** ISO 8601: when it was about to be made. Without a place nobody knows whether it was: the channel is searched. */
  readonly begun: string | null;
  /** The container in which it was about to be made. */
  readonly begunIn?: string;
  /** The sequence of the newest message that the place shows; empty before the first. */
  readonly shown: string;
  /** Sequences that stand in its history, the newest fifty. */
  readonly told: readonly string[];
  /** Those that were about to be added to it: nobody knows whether they were. */
  readonly telling: readonly string[];
}

/** One finding in one channel, held by one worker at a time. */
export interface Held {
  readonly state: DeliveryState;
  /** Throws `Unavailable` when another worker has taken over. */
  save(state: DeliveryState): Promise<void>;
}

export interface Holding {
  readonly workflowId: string;
  /** `slack`, `jira`, … */
  readonly channel: string;
  /** Unique to this attempt. */
  readonly by: string;
}

export interface Deliveries {
  /** Null while another worker holds it, at most a minute. */
  take(holding: Holding): Promise<Held | null>;
  /** Delivered: it may be taken again, and nothing is said to be undelivered. */
  release(holding: Holding): Promise<void>;
  /** Not delivered, and why; `message` is what the sweep publishes again. Said of the finding until one is delivered. */
  markFailed(
    holding: Holding,
    failed: { readonly why: string; readonly message: string },
  ): Promise<void>;
}

/** Failures as in `ledger.ts`. `now` in epoch milliseconds. */
export function dynamoDeliveries(store: Store, now: () => number): Deliveries {
  return {
    take: (holding) => take(store, holding, now()),
    release: (holding) => release(store, holding),
    markFailed: (holding, failed) => markFailed(store, holding, { ...failed, at: now() }),
  };
}

/** Partition of the sparse index for what a channel did not take. */
export const CHANNEL = 'channel';

const EMPTY: DeliveryState = {
  place: null,
  earlier: [],
  begun: null,
  shown: '',
  told: [],
  telling: [],
};

/** Longer than any attempt: Lambda ends the subscribers after thirty seconds. */
const LEASE = 60_000;

const placeShape = z.object({
  container: text,
  id: text,
  name: text.exactOptional(),
  address: z.object({ name: text, url: text }).exactOptional(),
});
const stateShape = z
  .object({
    place: placeShape.nullable(),
    // Rows written before messages moved have none.
    earlier: z.array(placeShape.extend({ told: z.boolean() })).default([]),
    /** As earlier rows call what still has to be told. */
    leaving: z.array(placeShape).default([]),
    begun: z.string().nullable(),
    begunIn: text.exactOptional(),
    shown: z.string(),
    told: z.array(z.string()),
    telling: z.array(z.string()),
  })
  .transform(({ leaving, earlier, ...state }) => ({
    ...state,
    earlier: [...earlier, ...leaving.map((place) => ({ ...place, told: false }))],
  })) satisfies z.ZodType<DeliveryState>;
const itemShape = z.object({ ...versioned, delivery: stateShape });

async function take(store: Store, holding: Holding, now: number): Promise<Held | null> {
  const update = store.client.update({
    TableName: store.tables.messages,
    Key: keyOf(holding),
    UpdateExpression:
      'SET heldBy = :by, heldUntil = :until, #schema = :schema, delivery = if_not_exists(delivery, :empty)',
    ConditionExpression: 'attribute_not_exists(heldBy) OR heldBy = :by OR heldUntil < :now',
    ExpressionAttributeNames: { '#schema': 'schema' },
    ExpressionAttributeValues: {
      ':by': holding.by,
      ':until': new Date(now + LEASE).toISOString(),
      ':now': new Date(now).toISOString(),
      ':schema': ITEM_SCHEMA,
      ':empty': EMPTY,
    },
    ReturnValues: 'ALL_NEW',
  });
  const item = await held(asked(whatOf(holding), update));
  if (item === null) return null;
  const state = readDelivery(item.Attributes ?? {}, whatOf(holding));
  return { state, save: (next) => save(store, holding, next) };
}

/** Throws SchemaMismatch for what is no channel's item. */
export function readDelivery(item: Item, where: string): DeliveryState {
  return readItem(itemShape, item, where).delivery;
}

/** Null when somebody else holds it. */
async function held<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
}

async function save(store: Store, holding: Holding, state: DeliveryState): Promise<void> {
  await change(store, holding, {
    UpdateExpression: 'SET delivery = :state',
    ExpressionAttributeValues: { ':state': fitting(state) },
  });
}

/** What is older is told again at worst. */
function fitting(state: DeliveryState): DeliveryState {
  const { told, telling } = state;
  return { ...state, told: told.slice(-MOST_TOLD), telling: telling.slice(-MOST_TOLD) };
}

const MOST_TOLD = 50;

async function release(store: Store, holding: Holding): Promise<void> {
  await change(store, holding, {
    UpdateExpression: 'REMOVE heldBy, heldUntil, waiting, since, lastError, pending',
    ExpressionAttributeValues: {},
  });
}

async function markFailed(
  store: Store,
  holding: Holding,
  { why, message, at }: { readonly why: string; readonly message: string; readonly at: number },
): Promise<void> {
  await change(store, holding, {
    UpdateExpression:
      'SET lastError = :why, pending = :message, waiting = :channel, since = if_not_exists(since, :at) REMOVE heldBy, heldUntil',
    ExpressionAttributeValues: {
      ':why': shortened(why, 500),
      ':message': message,
      ':channel': CHANNEL,
      ':at': new Date(at).toISOString(),
    },
  });
}

interface Change {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeValues: Item;
}

async function change(
  { client, tables }: Store,
  holding: Holding,
  { UpdateExpression, ExpressionAttributeValues }: Change,
): Promise<void> {
  const update = client.update({
    TableName: tables.messages,
    Key: keyOf(holding),
    UpdateExpression,
    ConditionExpression: 'heldBy = :by',
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ':by': holding.by },
  });
  const done = await held(asked(whatOf(holding), update));
  if (done !== null) return;
  throw failure(
    'Unavailable',
    `Tried ${whatOf(holding)}: another worker has taken it over. It is tried again.`,
  );
}

function keyOf({ workflowId, channel }: Holding): { workflowId: string; item: string } {
  return { workflowId, item: `channel#${channel}` };
}

function whatOf({ workflowId, channel }: Holding): string {
  return `remembering what ${channel} was told of ${workflowId}`;
}
