/** `<prefix>-caps`: how many automatic writes an account had in an hour. docs/ledger.md. */
import { z } from 'zod';

import { updateInput } from '../dynamodb/items.ts';
import { ITEM_SCHEMA, checkInput } from '../dynamodb/read-item.ts';
import { count, instant } from '../dynamodb/shapes.ts';
import type { Store } from '../dynamodb/store.ts';
import type { Write } from '../dynamodb/transact.ts';
import type { WriteCap } from '../ledger.ts';

const capShape = z.object({ account: z.string().regex(/^\d{12}$/), at: instant, most: count });

/** A week, to ask afterwards what happened. Seconds. */
const KEPT = 7 * 24 * 3600;

/** Counts one write; its condition fails when the account has had its writes of the hour. Throws `InvalidInput`. */
export function countWrite(store: Store, cap: WriteCap): Write {
  const { account, at, most } = checkInput(capShape, cap, 'the cap on automatic writes');
  const hour = new Date(at).toISOString().slice(0, 13);
  const end = Date.parse(`${hour}:00:00.000Z`) / 1000 + 3600;
  const key = { counter: `account#${account}#${hour}` };
  return {
    Update: updateInput(store, 'caps', key, {
      update: 'SET #schema = :schema, #expiresAt = :expiresAt ADD #writes :one',
      condition: 'attribute_not_exists(#writes) OR #writes < :most',
      values: { schema: ITEM_SCHEMA, expiresAt: end + KEPT, one: 1, most },
    }),
  };
}
