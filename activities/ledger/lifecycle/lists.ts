import type { Phase } from '../../../domain/lifecycle/state.ts';
import type { StoryEntry } from '../../../domain/story.ts';
import { asked } from '../dynamodb/failure.ts';
import { checkInput } from '../dynamodb/read-item.ts';
import { count, indexTime, instant } from '../dynamodb/shapes.ts';
import { allPages } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import { BY_PHASE_CHANGED, BY_PHASE_DUE } from '../dynamodb/tables.ts';
import type { Ledger, Lifecycle } from '../ledger.ts';
import { asLifecycle, getLifecycle, readLifecycle } from './lifecycle-item.ts';
import { linesBetween } from './story-item.ts';

/** See `Ledger.lifecycles`. */
export async function lifecycles(
  store: Store,
  { phase, limit }: NonNullable<Parameters<Ledger['lifecycles']>[0]>,
): Promise<readonly Lifecycle[]> {
  if (limit !== undefined) checkInput(count, limit, 'the limit of a list of lifecycles');
  const items = await itemsOf(store, phase, limit);
  const rows = items.flatMap((item) => {
    const lifecycle = asLifecycle(readLifecycle(item, store.tables.lifecycles));
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
  return await soonest(store, { phase, before, limit: Infinity });
}

/** See `Lookups.due`. Rows that left the phase since the index was written are left out. */
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
  { client, tables }: Store,
  { phase, before, limit }: { phase: string; before: string; limit: number },
): Promise<readonly string[]> {
  let left = limit;
  const query = async (ExclusiveStartKey: Item | undefined) => {
    const answer = await client.query({
      TableName: tables.lifecycles,
      IndexName: BY_PHASE_DUE,
      KeyConditionExpression: '#phase = :phase AND #due < :before',
      ExpressionAttributeNames: { '#phase': 'phase', '#due': 'due' },
      ExpressionAttributeValues: { ':phase': phase, ':before': indexTime(before) },
      ExclusiveStartKey,
      ...(left === Infinity ? {} : { Limit: left }),
    });
    left -= answer.Items?.length ?? 0;
    return left > 0 ? answer : { ...answer, LastEvaluatedKey: undefined };
  };
  const items = await asked(`looking for what is due in ${phase}`, allPages(query));
  return items.map((item) => String(item['workflowId']));
}

/** See `Ledger.story`. Strongly consistent. */
export async function story(
  store: Store,
  workflowId: string,
): Promise<readonly (StoryEntry & { readonly episode: number })[]> {
  // Every key that begins with a digit: ":" is the character after "9".
  const lines = await linesBetween(store, workflowId, { from: '0', to: ':' });
  return lines.map(({ episode, entry }) => ({ ...entry, episode }));
}

/** All: the table itself. A phase: its index. The newest of all: the newest of each phase. */
async function itemsOf(
  store: Store,
  phase: string | undefined,
  limit: number | undefined,
): Promise<readonly Item[]> {
  if (phase !== undefined) return await newestOf(store, phase, limit);
  if (limit === undefined) return await everything(store);
  const phases = Object.keys(PHASES);
  return (await Promise.all(phases.map((name) => newestOf(store, name, limit)))).flat();
}

async function everything({ client, tables }: Store): Promise<readonly Item[]> {
  const { lifecycles: TableName } = tables;
  const scan = async (ExclusiveStartKey: Item | undefined) =>
    await client.scan({ TableName, ConsistentRead: true, ExclusiveStartKey });
  return await asked(`reading all of ${TableName}`, allPages(scan));
}

async function newestOf(
  { client, tables }: Store,
  phase: string,
  limit: number | undefined,
): Promise<readonly Item[]> {
  let left = limit ?? Infinity;
  const query = async (ExclusiveStartKey: Item | undefined) => {
    const answer = await client.query({
      TableName: tables.lifecycles,
      IndexName: BY_PHASE_CHANGED,
      KeyConditionExpression: '#phase = :phase',
      ExpressionAttributeNames: { '#phase': 'phase' },
      ExpressionAttributeValues: { ':phase': phase },
      ScanIndexForward: false,
      ExclusiveStartKey,
      ...(limit === undefined ? {} : { Limit: left }),
    });
    left -= answer.Items?.length ?? 0;
    return left > 0 ? answer : { ...answer, LastEvaluatedKey: undefined };
  };
  return await asked(`listing lifecycles in ${phase}`, allPages(query));
}

/** A row that changes its phase may for a moment be found in two: the newer one is shown. */
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

/** Exhaustive by its type: a phase that is not here would be missing in lists. */
const PHASES: Readonly<Record<Phase['name'], true>> = {
  TRIAGE: true,
  AWAITING_APPROVAL: true,
  REMEDIATE: true,
  DRAFT_FIX: true,
  PROPOSE_FIX: true,
  AWAITING_MERGE: true,
  CHECK_MERGE: true,
  WITHDRAW_FIX: true,
  SETTLE: true,
  VERIFY: true,
  CLOSE: true,
  HUMAN_REVIEW: true,
  ACCEPTED: true,
  SUPPRESS: true,
  REOPEN: true,
  CLOSED: true,
};
