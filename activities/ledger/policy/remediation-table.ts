import { z } from 'zod';

import { SEVERITIES } from '../../../domain/finding.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import { MODES, PATHS } from '../../../policies/remediation.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import { untilWritten } from '../dynamodb/again.ts';
import { asked } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, checkInput, readItem, versioned } from '../dynamodb/read-item.ts';
import { instant, text } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import type { Write } from '../lifecycle/record-writes.ts';
import type { RemediationStamp, StampedRow } from './policy-tables.ts';

const rowShape = z.object({
  ...versioned,
  type: text,
  automated: z.boolean(),
  // A control that was never enabled is in shadow, also when somebody wrote its row by hand.
  mode: z.enum(MODES).default('shadow'),
  modes: z.record(z.string(), z.enum(MODES)),
  path: z.enum(PATHS),
  approvalFrom: z.enum(SEVERITIES).nullable(),
  commit: text,
});

const stampShape = z.object({
  ...versioned,
  commit: text,
  at: instant,
  rows: z.int().min(0),
});

const STAMP = 'remediation';
/** A transaction takes 100 actions; one is the stamp's. */
const MOST_CHANGES = 99;

/** See `PolicyTables.remediation`. */
export async function readRemediation(
  { client, tables }: Store,
  type: string,
): Promise<StampedRow | null> {
  // No control has an empty id, and DynamoDB refuses an empty key.
  if (type === '') return null;
  const get = client.get({ TableName: tables.remediation, Key: { type }, ConsistentRead: true });
  const { Item } = await asked(`reading ${type} from ${tables.remediation}`, get);
  return Item === undefined ? null : readRow(Item, tables.remediation);
}

/** See `PolicyTables.remediationStamp`. */
export async function readStamp({ client, tables }: Store): Promise<RemediationStamp | null> {
  const Key = { name: STAMP };
  const get = client.get({ TableName: tables.settings, Key, ConsistentRead: true });
  const { Item } = await asked(`reading the stamp of the remediation table`, get);
  if (Item === undefined) return null;
  const { commit, at, rows } = readItem(stampShape, Item, `Item ${STAMP} of ${tables.settings}`);
  return { commit, at, rows };
}

/** See `PolicyTables.replaceRemediation`. */
export async function replaceRemediation(
  store: Store,
  rows: readonly RemediationRow[],
  commit: string,
): Promise<void> {
  const wanted = rows.map((row) => itemOf(row, commit));
  const at = new Date().toISOString();
  const stamp = { name: STAMP, schema: ITEM_SCHEMA, commit, at, rows: rows.length };
  const changes = changesTo(store, await everyRow(store), wanted);
  for (let start = 0; start === 0 || start < changes.length; start += MOST_CHANGES) {
    const chunk = changes.slice(start, start + MOST_CHANGES);
    const last = start + MOST_CHANGES >= changes.length;
    const stamped = last ? [{ Put: { TableName: store.tables.settings, Item: stamp } }] : [];
    await untilWritten('replacing the remediation table', async () => {
      const done = await transact(store, 'replacing the remediation table', [...chunk, ...stamped]);
      return done ? { done: undefined } : null;
    });
  }
}

function itemOf(row: RemediationRow, commit: string): Item & { readonly type: string } {
  const item = { schema: ITEM_SCHEMA, ...row, commit };
  return checkInput(rowShape, item, `the remediation row of ${row.type}`);
}

async function everyRow({ client, tables }: Store): Promise<readonly Item[]> {
  const { remediation: TableName } = tables;
  const scan = async (ExclusiveStartKey: Item | undefined) =>
    await client.scan({ TableName, ConsistentRead: true, ExclusiveStartKey });
  return await asked(`reading all of ${TableName}`, allPages(scan));
}

/** Removals first: what is missing goes to people, so a half replaced table is never bolder than either. */
function changesTo(
  { tables }: Store,
  present: readonly Item[],
  wanted: readonly (Item & { readonly type: string })[],
): readonly Write[] {
  const { remediation: TableName } = tables;
  const kept = new Set(wanted.map(({ type }) => type));
  const known = new Set(present.map((item) => canonicalJson(item)));
  const removals = present
    .map((item) => String(item['type']))
    .filter((type) => !kept.has(type))
    .map((type) => ({ Delete: { TableName, Key: { type } } }));
  const puts = wanted
    .filter((item) => !known.has(canonicalJson(item)))
    .map((Item) => ({ Put: { TableName, Item } }));
  return [...removals, ...puts];
}

function readRow(item: Item, table: string): StampedRow {
  const { type, automated, mode, modes, path, approvalFrom, commit } = readItem(
    rowShape,
    item,
    `Row ${String(item['type'])} of ${table}`,
  );
  return { type, automated, mode, modes, path, approvalFrom, commit };
}
