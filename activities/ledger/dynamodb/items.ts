/** The ledger's single items. Every read is strongly consistent, every write one try. */
import type { PutCommandInput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';

import { isConditionFailed, mapDynamoError } from './map-dynamo-error.ts';
import { itemName, readItem } from './read-item.ts';
import type { Item, Store } from './store.ts';
import type { Table } from './table-names.ts';
import { keyOf } from './tables.ts';

/** A condition in DynamoDB's words: attributes are named `#name`, values `:name`. */
export interface Condition {
  readonly condition?: string;
  /** What the expressions call `:name`, by name. */
  readonly values?: Item;
}

/** An update in DynamoDB's words: `SET #tip = :tip ADD #waiting :who`. */
export interface Change extends Condition {
  readonly update: string;
}

/** Null when there is no such item. */
export async function get<T>(
  store: Store,
  table: Table,
  key: Item,
  shape: z.ZodType<T>,
): Promise<T | null> {
  const input = { TableName: store.tables[table], Key: key, ConsistentRead: true };
  const name = itemName(store, table, key);
  const { Item: item } = await send(`dynamodb:GetItem of ${name}`, store.client.get(input));
  return item === undefined ? null : readItem(shape, item, name);
}

/** Writes a whole item; false when the condition did not hold. */
export async function putIf(
  store: Store,
  table: Table,
  item: Item,
  condition: Condition = {},
): Promise<boolean> {
  const call = store.client.put(putInput(store, table, item, condition));
  return (await sendIf(`dynamodb:PutItem of ${itemName(store, table, item)}`, call)) !== null;
}

/** Changes an item, or makes it, and answers it as it is afterwards; null when the condition did not hold. */
export async function updateIf(
  store: Store,
  table: Table,
  key: Item,
  change: Change,
): Promise<Item | null> {
  const input = updateInput(store, table, key, change);
  const call = store.client.update({ ...input, ReturnValues: 'ALL_NEW' });
  const answer = await sendIf(`dynamodb:UpdateItem of ${itemName(store, table, key)}`, call);
  return answer === null ? null : (answer.Attributes ?? {});
}

/** The condition that no item has this key yet. */
export function isNew(table: Table): Condition {
  return { condition: `attribute_not_exists(#${keyOf(table).partition})` };
}

/** `SET` of these attributes, each under its own name. */
export function assignments(values: Item): string {
  return Object.keys(values)
    .map((name) => `#${name} = :${name}`)
    .join(', ');
}

/** For `putIf`, and for a transaction. */
export function putInput(
  { tables }: Store,
  table: Table,
  item: Item,
  condition: Condition = {},
): PutCommandInput {
  return { TableName: tables[table], Item: item, ...expressions(condition) };
}

/** For `updateIf`, and for a transaction. */
export function updateInput(
  { tables }: Store,
  table: Table,
  key: Item,
  change: Change,
): UpdateCommandInput & { UpdateExpression: string } {
  const UpdateExpression = change.update;
  return { TableName: tables[table], Key: key, UpdateExpression, ...expressions(change) };
}

function expressions({ condition, values = {}, ...rest }: Condition & Partial<Change>) {
  return {
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...placeholders(`${rest.update ?? ''} ${condition ?? ''}`, values),
  };
}

/** The names and values of an expression. DynamoDB refuses an empty map of either. */
export function placeholders(expression: string, values: Item) {
  const names = expression.match(/#\w+/g) ?? [];
  return {
    ...(names.length === 0
      ? {}
      : { ExpressionAttributeNames: Object.fromEntries(names.map((n) => [n, n.slice(1)])) }),
    ...(Object.keys(values).length === 0
      ? {}
      : {
          ExpressionAttributeValues: Object.fromEntries(
            Object.entries(values).map(([name, value]) => [`:${name}`, value]),
          ),
        }),
  };
}

/** Throws what `mapDynamoError` makes of a failed call. */
export async function send<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw mapDynamoError(error, what);
  }
}

async function sendIf<T>(what: string, call: Promise<T>): Promise<T | null> {
  try {
    return await send(what, call);
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
}
