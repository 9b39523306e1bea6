/** What a notification channel has delivered about a finding, in `<prefix>-messages`: docs/ledger.md. */
import { z } from 'zod';

import { failure } from '../../aws/failures.ts';
import { shortened } from '../../shortened.ts';
import { assignments, updateIf } from '../dynamodb/items.ts';
import type { Change } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, readItem, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';

/** A message or a ticket in a channel. */
export interface Place {
  /** The chat channel or ticket project that it is in. */
  readonly container: string;
  readonly id: string;
  /** The container's name in the ownership table. While it is the same, its id is not looked up again. */
  readonly name?: string;
  /** Its name and link for people; absent where the channel gave none. */
  readonly address?: { readonly name: string; readonly url: string };
}

/** Where a channel shows a finding, and what was written there. */
export interface DeliveryState {
  /** The message or ticket; null until the channel has answered. */
  readonly place: Place | null;
  /** Places before it moved, oldest first; `told`: that place has the moved-to notice. */
  readonly earlier: readonly (Place & { readonly told: boolean })[];
  /** ISO 8601: when a worker began to make the place. While `place` is null, the channel is searched for it. */
  readonly begun: string | null;
  /** The container in which the worker began to make it. */
  readonly begunIn?: string;
  /** The sequence of the newest message that the place shows; empty before the first. */
  readonly shown: string;
  /** Sequences that its history contains, the newest fifty. */
  readonly told: readonly string[];
  /** Sequences whose adding to the history has begun and is not confirmed. */
  readonly telling: readonly string[];
}

/** The delivery state of one finding in one channel, locked by one worker at a time. */
export interface LockedDelivery {
  readonly state: DeliveryState;
  /** Throws `Unavailable` when another worker has taken over. */
  save(state: DeliveryState): Promise<void>;
}

export interface DeliveryLock {
  readonly workflowId: string;
  /** `slack`, `jira`, … */
  readonly channel: string;
  /** Unique to this attempt. */
  readonly by: string;
}

export interface Deliveries {
  /** Null while another worker has the lock, at most a minute. */
  take(lock: DeliveryLock): Promise<LockedDelivery | null>;
  /** Delivered: ends the lock and removes what was recorded as undelivered. */
  release(lock: DeliveryLock): Promise<void>;
  /** Not delivered, and why. The sweep publishes `message` again; `findings show` tells of it until one is delivered. */
  markFailed(
    lock: DeliveryLock,
    failed: { readonly why: string; readonly message: string },
  ): Promise<void>;
}

/** Failures as in `ledger.ts`. `now` in epoch milliseconds. */
export function dynamoDeliveries(store: Store, now: () => number): Deliveries {
  return {
    take: (lock) => take(store, lock, now()),
    release: (lock) => release(store, lock),
    markFailed: (lock, failed) => markFailed(store, lock, { ...failed, at: now() }),
  };
}

/** Partition of the sparse index `by-waiting`: what a channel did not take. */
export const CHANNEL = 'channel';

const EMPTY: DeliveryState = {
  place: null,
  earlier: [],
  begun: null,
  shown: '',
  told: [],
  telling: [],
};

/** Longer than any attempt, because Lambda ends the subscribers after thirty seconds. */
const LOCK_MS = 60_000;

const placeShape = z.object({
  container: text,
  id: text,
  name: text.exactOptional(),
  address: z.object({ name: text, url: text }).exactOptional(),
});
const stateShape = z
  .object({
    place: placeShape.nullable(),
    // Absent in items that were written before messages could move.
    earlier: z.array(placeShape.extend({ told: z.boolean() })).default([]),
    // What earlier versions called places without the moved-to notice.
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
export const deliveryShape = z.object({ ...versioned, delivery: stateShape });

async function take(store: Store, lock: DeliveryLock, now: number): Promise<LockedDelivery | null> {
  const taken = await updateIf(store, 'messages', keyOf(lock), {
    update:
      'SET #heldBy = :by, #heldUntil = :until, #schema = :schema, #delivery = if_not_exists(#delivery, :empty)',
    condition: 'attribute_not_exists(#heldBy) OR #heldBy = :by OR #heldUntil < :now',
    values: {
      by: lock.by,
      until: new Date(now + LOCK_MS).toISOString(),
      now: new Date(now).toISOString(),
      schema: ITEM_SCHEMA,
      empty: EMPTY,
    },
  });
  if (taken === null) return null;
  const { delivery: state } = readItem(deliveryShape, taken, nameOf(lock));
  return { state, save: (next) => save(store, lock, next) };
}

async function save(store: Store, lock: DeliveryLock, state: DeliveryState): Promise<void> {
  await change(store, lock, {
    update: 'SET #delivery = :state',
    values: { state: fitting(state) },
  });
}

/** Forgetting older ones costs at most a repeated line in the channel. */
function fitting(state: DeliveryState): DeliveryState {
  const { told, telling } = state;
  return { ...state, told: told.slice(-MOST_TOLD), telling: telling.slice(-MOST_TOLD) };
}

const MOST_TOLD = 50;

async function release(store: Store, lock: DeliveryLock): Promise<void> {
  const done = ['heldBy', 'heldUntil', 'waiting', 'since', 'lastError', 'pending'];
  await change(store, lock, { update: `REMOVE ${done.map((name) => `#${name}`).join(', ')}` });
}

async function markFailed(
  store: Store,
  lock: DeliveryLock,
  { why, message, at }: { readonly why: string; readonly message: string; readonly at: number },
): Promise<void> {
  const set = { lastError: shortened(why, 500), pending: message, waiting: CHANNEL };
  await change(store, lock, {
    update: `SET ${assignments(set)}, #since = if_not_exists(#since, :at) REMOVE #heldBy, #heldUntil`,
    values: { ...set, at: new Date(at).toISOString() },
  });
}

async function change(store: Store, lock: DeliveryLock, { update, values }: Change): Promise<void> {
  const condition = '#heldBy = :by';
  const all = { ...values, by: lock.by };
  const done = await updateIf(store, 'messages', keyOf(lock), { update, condition, values: all });
  if (done !== null) return;
  throw failure(
    'Unavailable',
    `Another worker has taken over ${nameOf(lock)}, so nothing was written. Closeloop tries again.`,
  );
}

export const CHANNEL_PREFIX = 'channel#';

function keyOf({ workflowId, channel }: DeliveryLock): { workflowId: string; item: string } {
  return { workflowId, item: `${CHANNEL_PREFIX}${channel}` };
}

function nameOf({ workflowId, channel }: DeliveryLock): string {
  return `what ${channel} shows of ${workflowId}`;
}
