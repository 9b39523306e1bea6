import { PHASES } from '../../../domain/lifecycle/phases.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { query, scan } from '../dynamodb/queries.ts';
import { anyItem, checkInput } from '../dynamodb/read-item.ts';
import { count, indexTime, instant } from '../dynamodb/shapes.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { BY_PHASE_CHANGED, BY_PHASE_DUE } from '../dynamodb/tables.ts';
import type { Ledger, Lifecycle } from '../ledger.ts';
import { asLifecycle, getLifecycle, readLifecycle } from './lifecycle-item.ts';
import { allLines } from './story-item.ts';

/** See `Ledger.lifecycles`. */
export async function lifecycles(
  store: Store,
  { phase, limit }: NonNullable<Parameters<Ledger['lifecycles']>[0]>,
): Promise<readonly Lifecycle[]> {
  if (limit !== undefined) checkInput(count, limit, 'the limit of a list of lifecycles');
  const items = await itemsOf(store, phase, limit);
  const rows = items.flatMap((item) => {
    const lifecycle = asLifecycle(readLifecycle(store, item));
    return lifecycle === null ? [] : [lifecycle];
  });
  return onePerProblem(rows).sort(newestFirst).slice(0, limit);
}

/** See `Lookups.overdue`. */
export async function overdue(
  store: Store,
  phase: string,
  before: string,
): Promise<readonly string[]> {
  checkInput(instant, before, 'overdue lifecycles: the time');
  return await soonest(store, { phase, before });
}

/** See `Lookups.due`. The index is eventually consistent, so each row is read again. */
export async function due(
  store: Store,
  phase: string,
  limit: number,
): Promise<readonly Lifecycle[]> {
  checkInput(count, limit, 'the limit of what is due');
  const ids = await soonest(store, { phase, before: LATEST, limit });
  const rows: Lifecycle[] = [];
  for (const id of ids) {
    const item = await getLifecycle(store, id);
    const row = item === null ? null : asLifecycle(item);
    if (row?.phase === phase) rows.push(row);
  }
  return rows;
}

const LATEST = '9999-12-31T23:59:59.999Z';

/** Ids of a phase that are due before then, soonest first. */
export async function soonest(
  store: Store,
  { phase, before, limit }: { phase: string; before: string; limit?: number },
): Promise<readonly string[]> {
  const about = {
    keys: '#phase = :phase AND #due < :before',
    values: { phase, before: indexTime(before) },
    index: BY_PHASE_DUE,
    limit,
  };
  const items = await query(store, 'lifecycles', about, anyItem);
  return items.map((item) => String(item['workflowId']));
}

/** See `Ledger.story`. */
export async function story(
  store: Store,
  workflowId: string,
): Promise<readonly (StoryEntry & { readonly episode: number })[]> {
  const lines = await allLines(store, workflowId);
  return lines.map(({ episode, entry }) => ({ ...entry, episode }));
}

/** All: a scan of the table. One phase: its index. The newest of all: the newest of each phase. */
async function itemsOf(
  store: Store,
  phase: string | undefined,
  limit: number | undefined,
): Promise<readonly Item[]> {
  if (phase !== undefined) return await newestOf(store, phase, limit);
  if (limit === undefined) return await scan(store, 'lifecycles', anyItem);
  return (await Promise.all(PHASES.map((name) => newestOf(store, name, limit)))).flat();
}

async function newestOf(
  store: Store,
  phase: string,
  limit: number | undefined,
): Promise<readonly Item[]> {
  const keys = '#phase = :phase';
  const about = { keys, values: { phase }, index: BY_PHASE_CHANGED, newestFirst: true, limit };
  return await query(store, 'lifecycles', about, anyItem);
}

/** A row that has just changed its phase can be in the index under both: keeps the newer one. */
function onePerProblem(rows: readonly Lifecycle[]): Lifecycle[] {
  const byId = new Map<string, Lifecycle>();
  for (const row of [...rows].sort(newestFirst)) {
    if (!byId.has(row.workflowId)) byId.set(row.workflowId, row);
  }
  return [...byId.values()];
}

function newestFirst(a: Lifecycle, b: Lifecycle): number {
  return (
    Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || (a.workflowId < b.workflowId ? -1 : 1)
  );
}
