import { z } from 'zod';

import { SEVERITIES } from '../../../domain/finding.ts';
import { canonicalJson } from '../../../domain/plan.ts';
import { MODES, PATHS } from '../../../policies/remediation.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import { get, putInput } from '../dynamodb/items.ts';
import { scan } from '../dynamodb/queries.ts';
import { ITEM_SCHEMA, anyItem, checkInput, versioned } from '../dynamodb/read-item.ts';
import { instant, text } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { transact } from '../dynamodb/transact.ts';
import type { Write } from '../dynamodb/transact.ts';
import { untilWritten } from '../dynamodb/until-written.ts';

/** A row with the commit that it was loaded from. */
export interface StampedRow extends RemediationRow {
  readonly commit: string;
}

/** The commit from which the table was loaded, and when. */
export interface RemediationStamp {
  readonly commit: string;
  readonly at: string;
  readonly rows: number;
}

const rowShape = z.object({
  ...versioned,
  type: text,
  automated: z.boolean(),
  // A control that was never enabled is in shadow mode, also when somebody wrote its row by hand.
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

const STAMP_KEY = { name: 'remediation' };
/** A transaction takes 100 actions; one is the stamp's. */
const MOST_CHANGES = 99;

/** See `PolicyTables.remediation`. */
export async function readRemediation(store: Store, type: string): Promise<StampedRow | null> {
  // No control has an empty id, and DynamoDB refuses an empty key.
  if (type === '') return null;
  const row = await get(store, 'remediation', { type }, rowShape);
  if (row === null) return null;
  const { schema: _schema, ...rest } = row;
  return rest;
}

/** See `PolicyTables.remediationStamp`. */
export async function readStamp(store: Store): Promise<RemediationStamp | null> {
  const stamp = await get(store, 'settings', STAMP_KEY, stampShape);
  if (stamp === null) return null;
  const { commit, at, rows } = stamp;
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
  const stamp = { ...STAMP_KEY, schema: ITEM_SCHEMA, commit, at, rows: rows.length };
  const changes = changesTo(store, await scan(store, 'remediation', anyItem), wanted);
  for (let start = 0; start === 0 || start < changes.length; start += MOST_CHANGES) {
    const chunk = changes.slice(start, start + MOST_CHANGES);
    const last = start + MOST_CHANGES >= changes.length;
    const stamped = last ? [{ Put: putInput(store, 'settings', stamp) }] : [];
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

/** Removals first: a control without a row goes to human review, so a half replaced table never allows more. */
function changesTo(
  store: Store,
  present: readonly Item[],
  wanted: readonly (Item & { readonly type: string })[],
): readonly Write[] {
  const TableName = store.tables.remediation;
  const kept = new Set(wanted.map(({ type }) => type));
  const known = new Set(present.map((item) => canonicalJson(item)));
  const removals = present
    .map((item) => String(item['type']))
    .filter((type) => !kept.has(type))
    .map((type) => ({ Delete: { TableName, Key: { type } } }));
  const puts = wanted
    .filter((item) => !known.has(canonicalJson(item)))
    .map((item) => ({ Put: putInput(store, 'remediation', item) }));
  return [...removals, ...puts];
}
