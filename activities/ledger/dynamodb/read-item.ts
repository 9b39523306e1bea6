import { z } from 'zod';

import { failure } from '../../aws/failures.ts';
import type { Item, Store } from './store.ts';
import type { Table } from './table-names.ts';
import { keyOf } from './tables.ts';

/** The layout of all items; another number means a newer Closeloop, whose meaning must not be guessed. */
export const ITEM_SCHEMA = 1;

/** Every item of the ledger has this. */
export const versioned = { schema: z.literal(ITEM_SCHEMA) };

/** For an item whose attributes the caller checks. */
export const anyItem = z.record(z.string(), z.unknown());

/** Key and table, for messages: `Item 000001#00000017 of S3.PublicAccess|… in closeloop-events`. */
export function itemName({ tables }: Store, table: Table, item: Item): string {
  const { partition, sort } = keyOf(table);
  const place = sort === null ? '' : `${String(item[sort])} of `;
  return `${place}${String(item[partition])} in ${tables[table]}`;
}

/** The checked item. Throws `SchemaMismatch` naming table, key and what is wrong with which attribute. */
export function readItem<T>(schema: z.ZodType<T>, item: Item, where: string): T {
  const result = schema.safeParse(item);
  if (result.success) return result.data;
  throw failure(
    'SchemaMismatch',
    `Item ${where} cannot be read: ${problems(result.error)}. A newer Closeloop wrote it, or somebody edited it; nothing was guessed.`,
  );
}

/** The checked value, before it is written. Throws `InvalidInput`: what could not be read is never stored. */
export function checkInput<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw failure('InvalidInput', `${what} cannot be stored: ${problems(result.error)}.`);
}

function problems(error: z.ZodError): string {
  return error.issues.map((i) => `${i.path.join('.') || 'the item'}: ${i.message}`).join('; ');
}
