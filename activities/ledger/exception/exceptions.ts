/** Exceptions wider than one finding in `<prefix>-exceptions`, their story in `<prefix>-events`: docs/ledger.md. */

import type { ScopedRow } from '../../../domain/scoped-exception/state.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { untilWritten } from '../dynamodb/again.ts';
import { asked } from '../dynamodb/failure.ts';
import { fittingLine } from '../dynamodb/fit.ts';
import { checkInput, ITEM_SCHEMA, readItem } from '../dynamodb/read-item.ts';
import { entryShape } from '../dynamodb/shapes.ts';
import { allPages, MOST_ROW_BYTES, refuseLarge } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import type { Write } from '../dynamodb/transact.ts';
import { putLine } from '../lifecycle/record-writes.ts';
import { linesBetween, missingLines, sequenceOf } from '../lifecycle/story-item.ts';
import { exceptionItem, exceptionRow } from './exception-item.ts';
import type { ExceptionItem } from './exception-item.ts';

/** A row with its place in time. */
export interface ScopedException extends ScopedRow {
  readonly id: string;
  /** How often the scope was asked for. */
  readonly episode: number;
  readonly updatedAt: string;
}

export interface ScopedExceptions {
  /** Ended ones too. Strongly consistent: triage decides by it. */
  ofControl(control: string): Promise<readonly ScopedException[]>;
  /** All, for lists; newest change first. */
  all(): Promise<readonly ScopedException[]>;
  /** Lines and row in one transaction. Repeated, or with what is known already, it changes nothing. */
  record(id: string, opener: string, told: Told): Promise<void>;
}

interface Told {
  readonly row: ScopedRow;
  readonly entries: readonly StoryEntry[];
}

/** As `dynamoLedger`. */
export function dynamoScopedExceptions(store: Store): ScopedExceptions {
  return {
    ofControl: (control) => ofControl(store, control),
    all: () => all(store),
    record: (id, opener, told) => record(store, { id, opener }, told),
  };
}

async function ofControl(
  { client, tables }: Store,
  control: string,
): Promise<readonly ScopedException[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.exceptions,
      KeyConditionExpression: '#control = :control',
      ExpressionAttributeNames: { '#control': 'control' },
      ExpressionAttributeValues: { ':control': control },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`reading the wider exceptions of ${control}`, allPages(query));
  return items.map((item) => shown(read(item, tables.exceptions)));
}

async function all({ client, tables }: Store): Promise<readonly ScopedException[]> {
  const { exceptions: TableName } = tables;
  const scan = async (ExclusiveStartKey: Item | undefined) =>
    await client.scan({ TableName, ConsistentRead: true, ExclusiveStartKey });
  const items = await asked(`reading all of ${TableName}`, allPages(scan));
  return items
    .map((item) => shown(read(item, TableName)))
    .toSorted((a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt));
}

interface Place {
  readonly id: string;
  readonly opener: string;
}

async function record(store: Store, place: Place, { row, entries }: Told): Promise<void> {
  const what = `recording exception ${place.id}`;
  checkInput(exceptionRow, row, what);
  refuseLarge(`The row of exception ${place.id}`, row, MOST_ROW_BYTES);
  const lines = entries.map((entry) => fittingLine(checkInput(entryShape, entry, what)));
  const last = lines.at(-1);
  if (last === undefined) return;
  await untilWritten(what, async () => {
    const known = await get(store, row.scope.control, place.id);
    const own = known?.opener === place.opener;
    if (own && known.cursor >= last.seq) return { done: undefined };
    const episode = (known?.episode ?? 0) + (own ? 0 : 1);
    const missing = await missingOf(store, { workflowId: place.id, episode }, lines);
    const put = putRow(store, known, { ...place, row, episode, last });
    const writes = [...missing.map((item) => putLine(store, item)), put];
    return (await transact(store, what, writes)) ? { done: undefined } : null;
  });
}

async function missingOf(
  store: Store,
  place: { readonly workflowId: string; readonly episode: number },
  lines: readonly StoryEntry[],
): Promise<readonly Item[]> {
  const numbers = lines.map(({ seq }) => seq);
  const from = sequenceOf(place.episode, Math.min(...numbers));
  const to = `${sequenceOf(place.episode, Math.max(...numbers))}~g`;
  const known = await linesBetween(store, place.workflowId, { from, to });
  return missingLines(lines, { ...place, known });
}

interface RowWrite extends Place {
  readonly row: ScopedRow;
  readonly episode: number;
  readonly last: StoryEntry;
}

/** Only over what was read. */
function putRow(
  { tables }: Store,
  known: ExceptionItem | null,
  { id, opener, row, episode, last }: RowWrite,
): Write {
  const key = { control: row.scope.control, id };
  const item = { opener, episode, cursor: last.seq, updatedAt: last.at, row };
  const Put = { TableName: tables.exceptions, Item: { schema: ITEM_SCHEMA, ...key, ...item } };
  if (known === null) return { Put: { ...Put, ConditionExpression: 'attribute_not_exists(id)' } };
  return {
    Put: {
      ...Put,
      ConditionExpression: '#opener = :opener AND #cursor = :cursor',
      ExpressionAttributeNames: { '#opener': 'opener', '#cursor': 'cursor' },
      ExpressionAttributeValues: { ':opener': known.opener, ':cursor': known.cursor },
    },
  };
}

async function get(
  { client, tables }: Store,
  control: string,
  id: string,
): Promise<ExceptionItem | null> {
  const read1 = client.get({
    TableName: tables.exceptions,
    Key: { control, id },
    ConsistentRead: true,
  });
  const { Item: item } = await asked(`reading exception ${id}`, read1);
  return item === undefined ? null : read(item, tables.exceptions);
}

function read(item: Item, table: string): ExceptionItem {
  return readItem(exceptionItem, item, `Item ${String(item['id'])} of ${table}`);
}

function shown({ id, episode, updatedAt, row }: ExceptionItem): ScopedException {
  return { ...row, id, episode, updatedAt };
}
