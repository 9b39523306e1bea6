/** The ledger's lists: all pages, each item checked. */
import { paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';

import { placeholders, send } from './items.ts';
import { itemName, readItem } from './read-item.ts';
import type { Item, Store } from './store.ts';
import type { Table } from './table-names.ts';
import { keyOf } from './tables.ts';

export interface Query {
  /** In DynamoDB's words: `#phase = :phase AND #due < :before`. */
  readonly keys: string;
  readonly values: Item;
  readonly filter?: string;
  /** An index is eventually consistent; the table itself is read strongly. */
  readonly index?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number | undefined;
}

/** Items with this partition key whose sort key begins with `prefix`, in the order of their keys. */
export async function queryPrefix<T>(
  store: Store,
  table: Table,
  { of, prefix = '', filter }: { of: string; prefix?: string; filter?: string },
  shape: z.ZodType<T>,
): Promise<readonly T[]> {
  const { partition, sort } = keyOf(table);
  const only = { keys: `#${partition} = :of`, values: { of } };
  const both = {
    keys: `${only.keys} AND begins_with(#${sort}, :prefix)`,
    values: { of, prefix },
  };
  const keys = prefix === '' ? only : both;
  return await query(store, table, { ...keys, ...(filter === undefined ? {} : { filter }) }, shape);
}

export async function query<T>(
  store: Store,
  table: Table,
  { keys, values, filter, index, newestFirst, limit }: Query,
  shape: z.ZodType<T>,
): Promise<readonly T[]> {
  const { client, tables } = store;
  const pages = paginateQuery(
    { client, ...(limit === undefined ? {} : { pageSize: limit }) },
    {
      TableName: tables[table],
      KeyConditionExpression: keys,
      ...placeholders(`${keys} ${filter ?? ''}`, values),
      ...(filter === undefined ? {} : { FilterExpression: filter }),
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      ScanIndexForward: newestFirst !== true,
    },
  );
  const what = `dynamodb:Query of ${Object.values(values).join(', ')} in ${tables[table]}`;
  const items = await send(what, firstOf(pages, limit));
  return items.map((item) => readItem(shape, item, itemName(store, table, item)));
}

/** A whole table, strongly consistent. */
export async function scan<T>(
  store: Store,
  table: Table,
  shape: z.ZodType<T>,
): Promise<readonly T[]> {
  const { client, tables } = store;
  const pages = paginateScan({ client }, { TableName: tables[table], ConsistentRead: true });
  const items = await send(`dynamodb:Scan of ${tables[table]}`, firstOf(pages, Infinity));
  return items.map((item) => readItem(shape, item, itemName(store, table, item)));
}

/** One page of a table's partition keys, in no order that means anything; `after` is the last one before, null at first. */
export async function scanKeys(
  store: Store,
  table: Table,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly keys: readonly string[]; readonly isLast: boolean }> {
  const { client, tables } = store;
  const { partition } = keyOf(table);
  const page = await send(
    `dynamodb:Scan of ${tables[table]}`,
    client.scan({
      TableName: tables[table],
      ConsistentRead: true,
      Limit: limit,
      // Nothing else is read, so no value of an item can stop the list.
      ProjectionExpression: `#${partition}`,
      ...placeholders(`#${partition}`, {}),
      ...(after === null ? {} : { ExclusiveStartKey: { [partition]: after } }),
    }),
  );
  const { Items: items = [], LastEvaluatedKey: last } = page;
  return { keys: items.map((item) => String(item[partition])), isLast: last === undefined };
}

async function firstOf(
  pages: AsyncIterable<{ readonly Items?: Item[] | undefined }>,
  limit = Infinity,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...(page.Items ?? []));
    if (items.length >= limit) break;
  }
  return items.slice(0, limit);
}
