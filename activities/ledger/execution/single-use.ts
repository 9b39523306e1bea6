/**
 * What makes an approval count for one write only, in `<prefix>-executions`, where only closeloop-runtime may write:
 * each receipt with the write that consumed it, and the newest round that this lifecycle has written in. Both change
 * in the transaction that stores an intent. docs/ledger.md.
 */
import { z } from 'zod';

import { get, putInput, updateInput } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, checkInput, versioned } from '../dynamodb/read-item.ts';
import { text } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import type { Write } from '../dynamodb/transact.ts';
import { placeOf } from './round.ts';
import type { Round } from './round.ts';

/** A receipt, by the id of its decision, and the write that it allows. */
export interface ReceiptUse extends Round {
  readonly decision: string;
}

/** Fails when another write consumed the receipt. The same write may consume it again. */
export function consumeReceipt(store: Store, use: ReceiptUse): Write {
  const item = { ...receiptKey(use), schema: ITEM_SCHEMA, place: placeOf(use) };
  return {
    Put: putInput(store, 'executions', item, {
      condition: 'attribute_not_exists(#item) OR #place = :place',
      values: { place: item.place },
    }),
  };
}

/** Whether another write than this consumed the receipt. */
export async function isConsumed(store: Store, use: ReceiptUse): Promise<boolean> {
  const known = await get(store, 'executions', receiptKey(use), placeShape);
  return known !== null && known.place !== placeOf(use);
}

/** Makes this the newest round; fails when a later round or episode has written already. */
export function advanceRound(store: Store, round: Round): Write {
  const change = {
    update: 'SET #schema = :schema, #place = :place',
    condition: 'attribute_not_exists(#place) OR #place <= :place',
    values: { schema: ITEM_SCHEMA, place: placeOf(round) },
  };
  return { Update: updateInput(store, 'executions', newestKey(round), change) };
}

/** Whether a later round or episode has written already. */
export async function isPast(store: Store, round: Round): Promise<boolean> {
  const newest = await get(store, 'executions', newestKey(round), placeShape);
  return newest !== null && newest.place > placeOf(round);
}

const placeShape = z.object({ ...versioned, place: text });

function receiptKey({ workflowId, decision }: ReceiptUse) {
  const id = checkInput(text.max(200), decision, `the receipt of a decision on ${workflowId}`);
  return { workflowId, item: `receipt#${id}` };
}

function newestKey({ workflowId }: Round) {
  return { workflowId, item: 'newest' };
}
