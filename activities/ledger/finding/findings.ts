import type { FindingRef } from '../../../domain/finding.ts';
import { untilWritten } from '../dynamodb/again.ts';
import { asked } from '../dynamodb/failure.ts';
import { ITEM_SCHEMA, checkInput, readItem } from '../dynamodb/read-item.ts';
import { indexTime, instant, text } from '../dynamodb/shapes.ts';
import { MOST_ROW_BYTES, allPages, refuseLarge } from '../dynamodb/store.ts';
import type { Item, Store } from '../dynamodb/store.ts';
import type { KnownFinding, Written } from '../ledger.ts';
import { getLifecycle } from '../lifecycle/lifecycle-item.ts';
import {
  UNKNOWN_FINDING,
  acknowledged,
  asKnownFinding,
  closedOn,
  findingShape,
  openedOn,
  othersClosed,
  writtenOn,
} from './finding-item.ts';
import type { FindingData, FindingItem } from './finding-item.ts';

/** See `Ledger.knownFinding`. Strongly consistent. */
export async function knownFinding(
  store: Store,
  finding: FindingRef,
): Promise<KnownFinding | null> {
  const item = await getFinding(store, finding);
  return item === null ? null : asKnownFinding(item);
}

/** See `Lookups.findingsById`. */
export async function findingsById(
  { client, tables }: Store,
  id: string,
): Promise<readonly KnownFinding[]> {
  const query = async (ExclusiveStartKey: Item | undefined) =>
    await client.query({
      TableName: tables.findings,
      KeyConditionExpression: 'findingId = :id',
      ExpressionAttributeValues: { ':id': id },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
  const items = await asked(`looking for finding ${id} in ${tables.findings}`, allPages(query));
  return items.map((item) => asKnownFinding(read(item, tables.findings)));
}

/** See `Ledger.acknowledge`. */
export async function acknowledge(
  store: Store,
  finding: FindingRef,
  { workflowId, hash, seen }: Acknowledgement,
): Promise<void> {
  checkInput(text, hash, `the hash of finding ${finding.id}`);
  checkInput(text, workflowId, `the lifecycle of finding ${finding.id}`);
  await change(store, finding, (before) =>
    Promise.resolve(acknowledged(before, workflowId, { hash, seen }) ?? before),
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
    await change(store, finding, async (before) => writtenOn(before, workflowId, status));
  }
}

/** See `Ledger.openFindings`. */
export async function openFindings(
  store: Store,
  workflowId: string,
  findings: readonly FindingRef[],
): Promise<void> {
  for (const finding of findings) {
    await change(store, finding, async (before) => openedOn(before, workflowId));
  }
}

/** A problem may have opened again without this finding knowing it yet: its lifecycle's row says so. */
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
  decide: (before: FindingData) => Promise<FindingData>,
): Promise<FindingData> {
  refuseUnkeyable(finding);
  return await untilWritten(`writing finding ${finding.id}`, async () => {
    const item = await getFinding(store, finding);
    const before: FindingData = item ?? UNKNOWN_FINDING;
    const after = await decide(before);
    if (after !== before) await putFinding(store, finding, { after, revision: item?.revision });
    return { done: after };
  });
}

async function putFinding(
  { client, tables }: Store,
  { id, productArn }: FindingRef,
  { after, revision }: { readonly after: FindingData; readonly revision: number | undefined },
): Promise<void> {
  const { problems, closedAt, closedBy, closedAs, wrote } = after;
  const item: FindingItem = {
    schema: ITEM_SCHEMA,
    findingId: id,
    productArn,
    problems,
    closedAt,
    closedBy,
    ...(closedAs === undefined ? {} : { closedAs }),
    ...(wrote === undefined ? {} : { wrote }),
    revision: (revision ?? 0) + 1,
  };
  const what = `Finding ${id} with ${Object.keys(problems).length} problems`;
  refuseLarge(what, item, MOST_ROW_BYTES);
  const condition =
    revision === undefined
      ? { ConditionExpression: 'attribute_not_exists(findingId)' }
      : {
          ConditionExpression: 'revision = :read',
          ExpressionAttributeValues: { ':read': revision },
        };
  const put = client.put({ TableName: tables.findings, Item: item, ...condition });
  await asked(`writing finding ${id} to ${tables.findings}`, put);
}

async function getFinding(
  { client, tables }: Store,
  finding: FindingRef,
): Promise<FindingItem | null> {
  refuseUnkeyable(finding);
  const Key = { findingId: finding.id, productArn: finding.productArn };
  const get = client.get({ TableName: tables.findings, Key, ConsistentRead: true });
  const { Item } = await asked(`reading finding ${finding.id} from ${tables.findings}`, get);
  return Item === undefined ? null : read(Item, tables.findings);
}

function read(item: Item, table: string): FindingItem {
  return readItem(findingShape, item, `Finding ${String(item['findingId'])} in ${table}`);
}

/** Sizes of keys: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
function refuseUnkeyable({ id, productArn }: FindingRef): void {
  const what = `finding "${id.slice(0, 80)}"`;
  checkInput(text, id, `a finding of ${productArn.slice(0, 120)}: its id`);
  checkInput(text, productArn, `${what}: its ProductArn`);
  refuseLarge(`The id of ${what}`, id, 2048);
  refuseLarge(`The ProductArn of ${what}`, productArn, 1024);
}
