import type { FindingRef } from '../../../domain/finding.ts';
import { get, isNew, putIf } from '../dynamodb/items.ts';
import { queryPrefix } from '../dynamodb/queries.ts';
import { ITEM_SCHEMA, checkInput } from '../dynamodb/read-item.ts';
import { indexTime, instant, text } from '../dynamodb/shapes.ts';
import { MOST_ROW_BYTES, refuseLarge } from '../dynamodb/store.ts';
import type { Store } from '../dynamodb/store.ts';
import { untilWritten } from '../dynamodb/until-written.ts';
import type { KnownFinding, Written } from '../ledger.ts';
import { getLifecycle } from '../lifecycle/lifecycle-item.ts';
import {
  UNKNOWN_FINDING,
  acknowledged,
  asKnownFinding,
  closedOn,
  findingKey,
  findingShape,
  openedOn,
  othersClosed,
  partitionOf,
  writtenOn,
} from './finding-item.ts';
import type { FindingData, FindingItem } from './finding-item.ts';

/** See `Ledger.knownFinding`. */
export async function knownFinding(
  store: Store,
  finding: FindingRef,
): Promise<KnownFinding | null> {
  const item = await getFinding(store, finding);
  return item === null ? null : asKnownFinding(item);
}

/** See `Lookups.findingsById`. */
export async function findingsById(store: Store, of: string): Promise<readonly KnownFinding[]> {
  return (await queryPrefix(store, 'findings', { of: partitionOf(of) }, findingShape)).map(
    asKnownFinding,
  );
}

/** See `Ledger.acknowledge`. */
export async function acknowledge(
  store: Store,
  finding: FindingRef,
  { workflowId, hash, seen }: Acknowledgement,
): Promise<void> {
  checkInput(text, hash, `the hash of finding ${finding.id}`);
  checkInput(text, workflowId, `the lifecycle of finding ${finding.id}`);
  await change(
    store,
    finding,
    (before) => acknowledged(before, workflowId, { hash, seen }) ?? before,
  );
}

interface Acknowledgement {
  readonly workflowId: string;
  readonly hash: string;
  readonly seen: KnownFinding | null | undefined;
}

/** See `Ledger.closeFindings`. */
export async function closeFindings(
  store: Store,
  { workflowId, at }: { readonly workflowId: string; readonly at: string },
  findings: readonly FindingRef[],
): Promise<readonly FindingRef[]> {
  checkInput(instant, at, `closing findings of ${workflowId}: the time`);
  const last: FindingRef[] = [];
  const severity = (await getLifecycle(store, workflowId))?.shown?.row.severity;
  const as = severity === undefined ? {} : { closedAs: severity };
  for (const finding of findings) {
    const after = await change(store, finding, async (before) => {
      const closed = closedOn(before, workflowId);
      if (closed.closedBy !== null || !(await isLast(store, closed, workflowId))) return closed;
      return { ...closed, closedBy: workflowId, closedAt: indexTime(at), ...as, wrote: null };
    });
    if (after.closedBy === workflowId) last.push(finding);
  }
  return last;
}

/** See `Ledger.markWritten`. */
export async function markWritten(
  store: Store,
  { workflowId, status }: { readonly workflowId: string; readonly status: Written | null },
  findings: readonly FindingRef[],
): Promise<void> {
  for (const finding of findings) {
    await change(store, finding, (before) => writtenOn(before, workflowId, status));
  }
}

/** See `Ledger.openFindings`. */
export async function openFindings(
  store: Store,
  workflowId: string,
  findings: readonly FindingRef[],
): Promise<void> {
  for (const finding of findings) {
    await change(store, finding, (before) => openedOn(before, workflowId));
  }
}

/** Another problem of the finding may be open again before the finding's item says so: its lifecycle's row does. */
async function isLast(store: Store, data: FindingData, workflowId: string): Promise<boolean> {
  const others = othersClosed(data, workflowId);
  if (others === null) return false;
  const rows = await Promise.all(others.map((id) => getLifecycle(store, id)));
  return rows.every((row) => row === null || row.status !== 'open');
}

/** Reads, decides, and writes on condition that nobody wrote in between. The same data is not written again. */
async function change(
  store: Store,
  finding: FindingRef,
  decide: (before: FindingData) => FindingData | Promise<FindingData>,
): Promise<FindingData> {
  return await untilWritten(`writing finding ${finding.id}`, async () => {
    const item = await getFinding(store, finding);
    const before: FindingData = item ?? UNKNOWN_FINDING;
    const after = await decide(before);
    if (after === before) return { done: after };
    const written = await putFinding(store, finding, { after, revision: item?.revision });
    return written ? { done: after } : null;
  });
}

async function putFinding(
  store: Store,
  finding: FindingRef,
  { after, revision }: { readonly after: FindingData; readonly revision: number | undefined },
): Promise<boolean> {
  const { problems, closedAt, closedBy, closedAs, wrote } = after;
  const { id, productArn } = finding;
  const key = findingKey(finding);
  const isWhole = key.findingId === id && key.productArn === productArn;
  const item: FindingItem = {
    schema: ITEM_SCHEMA,
    ...key,
    ...(isWhole ? {} : { whole: { id, productArn } }),
    problems,
    closedAt,
    closedBy,
    ...(closedAs === undefined ? {} : { closedAs }),
    ...(wrote === undefined ? {} : { wrote }),
    revision: (revision ?? 0) + 1,
  };
  const what = `Finding ${id.slice(0, 2048)} with ${Object.keys(problems).length} problems`;
  refuseLarge(what, item, MOST_ROW_BYTES);
  const unchanged = { condition: '#revision = :read', values: { read: revision } };
  return await putIf(
    store,
    'findings',
    item,
    revision === undefined ? isNew('findings') : unchanged,
  );
}

async function getFinding(store: Store, finding: FindingRef): Promise<FindingItem | null> {
  refuseEmpty(finding);
  return await get(store, 'findings', findingKey(finding), findingShape);
}

function refuseEmpty({ id, productArn }: FindingRef): void {
  checkInput(text, id, `a finding of ${productArn.slice(0, 120)}: its id`);
  checkInput(text, productArn, `finding "${id.slice(0, 80)}": its ProductArn`);
}
