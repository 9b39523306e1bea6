import type { KMS } from '@aws-sdk/client-kms';
import type { z } from 'zod';

import { failure } from '../aws/failures.ts';
import { hashOfItem, isMacOfItem, macOfItem } from '../aws/item-mac.ts';
import { get, isNew, putIf } from '../ledger/dynamodb/items.ts';
import { queryPrefix } from '../ledger/dynamodb/queries.ts';
import { anyItem, checkInput, ITEM_SCHEMA, readItem } from '../ledger/dynamodb/read-item.ts';
import type { Item, Store } from '../ledger/dynamodb/store.ts';
import type { Seal } from './chain.ts';
import { ALARM, ALL, PROGRESS, SEAL, sealItem, sealShape, SHAPES } from './seal-items.ts';
import type { Alarm, Progress } from './seal-items.ts';

/** Only closeloop-audit may make a MAC with it. An HMAC_256 key. */
export const AUDIT_KEY = 'alias/closeloop-audit';
const KEY = { keyId: AUDIT_KEY, use: 'seal' };

/** The seals of a story, oldest first; `broken` says which of them nobody can believe, and why. */
type SealsOf =
  | { readonly seals: readonly Seal[]; readonly last: string | null }
  | { readonly broken: string };

/** For whoever checks: kms:VerifyMac and reads. */
export interface SealReader {
  of(workflowId: string): Promise<SealsOf>;
  /** Null before the first round. */
  progress(): Promise<Progress | null>;
  /** Stories that differ, or once differed, from their seals. */
  alarms(): Promise<readonly Alarm[]>;
}

/** For closeloop-audit. */
export interface SealWriter extends SealReader {
  /** False where a seal with this number is there already. */
  add(workflowId: string, seal: Seal): Promise<boolean>;
  setAlarm(alarm: Alarm): Promise<void>;
  setProgress(progress: Progress): Promise<void>;
}

/** In `<prefix>-seals`. Failures as in `ledger.ts`; an alarm or a progress with a wrong MAC is `SchemaMismatch`. */
export function dynamoSealReader(store: Store, kms: Pick<KMS, 'verifyMac'>): SealReader {
  const open = async <T>(raw: Item, shape: z.ZodType<T>): Promise<T> => {
    const where = `${String(raw['item'])} of ${String(raw['workflowId'])} in ${store.tables.seals}`;
    if (await isMacOfItem(kms, KEY, raw)) return readItem(shape, raw, where);
    const what = `Item ${where} carries no valid MAC: somebody else than closeloop-audit wrote it. Find out who, and delete it.`;
    throw failure('SchemaMismatch', what);
  };
  return {
    async of(workflowId) {
      const items = await queryPrefix(store, 'seals', { of: workflowId, prefix: SEAL }, anyItem);
      return await trusted(items, async (item) => await isMacOfItem(kms, KEY, item));
    },
    async progress() {
      const key = { workflowId: ALL, item: PROGRESS };
      const raw = await get(store, 'seals', key, anyItem);
      return raw === null ? null : await open(raw, SHAPES.progress);
    },
    async alarms() {
      const items = await queryPrefix(store, 'seals', { of: ALL, prefix: ALARM }, anyItem);
      return await Promise.all(items.map((item) => open(item, SHAPES.alarm)));
    },
  };
}

export function dynamoSealWriter(
  store: Store,
  kms: Pick<KMS, 'generateMac' | 'verifyMac'>,
): SealWriter {
  const put = async (item: Item, shape: z.ZodType, isFirst = false): Promise<boolean> => {
    const made = { ...item, mac: await macOfItem(kms, KEY, item) };
    checkInput(shape, made, `${String(item['item'])} of ${String(item['workflowId'])}`);
    return await putIf(store, 'seals', made, isFirst ? isNew('seals') : {});
  };
  const about = { schema: ITEM_SCHEMA, workflowId: ALL };
  return {
    ...dynamoSealReader(store, kms),
    add: async (workflowId, seal) => await put(sealItem(workflowId, seal), sealShape, true),
    setAlarm: async (alarm) =>
      void (await put({ ...about, item: `${ALARM}${alarm.of}`, ...alarm }, SHAPES.alarm)),
    setProgress: async (progress) =>
      void (await put({ ...about, item: PROGRESS, ...progress }, SHAPES.progress)),
  };
}

/** What the next seal has to name as `before`. */
export function hashOfSeal(workflowId: string, seal: Seal): string {
  return hashOfItem(sealItem(workflowId, seal));
}

/** Each seal names the hash of the one before it, so the MAC of the newest is enough: one call of KMS a story. */
async function trusted(
  items: readonly Item[],
  holds: (item: Item) => Promise<boolean>,
): Promise<SealsOf> {
  const seals: Seal[] = [];
  let last: string | null = null;
  for (const item of items) {
    const read = sealShape.safeParse(item);
    const name = String(item['item']);
    if (!read.success) return { broken: `${name} cannot be read` };
    const { number, at, before, lines } = read.data;
    if (number !== seals.length + 1 || sealItem('', read.data)['item'] !== name)
      return { broken: `${name} is not the one that follows number ${seals.length}` };
    if (before !== last) return { broken: `${name} does not continue the seal before it` };
    seals.push({ number, at, before, lines });
    last = hashOfItem(item);
  }
  const newest = items.at(-1);
  if (newest !== undefined && !(await holds(newest)))
    return { broken: `${String(newest['item'])} carries no valid MAC of closeloop-audit` };
  return { seals, last };
}
