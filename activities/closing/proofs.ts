import type { KMS } from '@aws-sdk/client-kms';
import type { z } from 'zod';

import type { FindingRef } from '../../domain/finding.ts';
import { failure } from '../aws/failures.ts';
import { get, isNew, putIf } from '../ledger/dynamodb/items.ts';
import { queryPrefix } from '../ledger/dynamodb/queries.ts';
import { anyItem, checkInput, ITEM_SCHEMA, readItem } from '../ledger/dynamodb/read-item.ts';
import type { Item, Store } from '../ledger/dynamodb/store.ts';
import { ACCEPTED, DECISION, OVER, saidItem, SHAPES, statusItem } from './proof-items.ts';
import type { Accepted, Over, Said, StatusProof } from './proof-items.ts';
import { holds, sealOf } from './seal.ts';

/** What the closer remembers of its own checks: each item carries its MAC, and one without is an error. */
export interface Proofs {
  /** A decision that it trusted; the first one with an id stays. */
  remember(workflowId: string, said: Said): Promise<void>;
  /** All decisions about a lifecycle or a scoped exception, oldest first. */
  said(workflowId: string): Promise<readonly Said[]>;
  end(workflowId: string, over: Over): Promise<void>;
  /** Null where nothing ended yet. */
  over(workflowId: string): Promise<Over | null>;
  accept(workflowId: string, accepted: Accepted): Promise<void>;
  /** Null where nothing was accepted, and after its end. */
  accepted(workflowId: string): Promise<Accepted | null>;
  /** Before Security Hub gets the status. */
  prove(workflowId: string, proof: StatusProof): Promise<void>;
  /** Null for a status that the closer did not write. */
  statusOf(workflowId: string, finding: FindingRef): Promise<StatusProof | null>;
}

/** In `<prefix>-proofs`. Failures as in `ledger.ts`; an item with a wrong MAC is `SchemaMismatch`. */
export function dynamoProofs(store: Store, kms: Pick<KMS, 'generateMac' | 'verifyMac'>): Proofs {
  const put = async (item: Item, shape: z.ZodType, isFirst = false): Promise<void> => {
    const versioned = { schema: ITEM_SCHEMA, ...item };
    const sealed = { ...versioned, mac: await sealOf(kms, versioned) };
    checkInput(shape, sealed, `the proof ${String(item['item'])} of ${String(item['workflowId'])}`);
    await putIf(store, 'proofs', sealed, isFirst ? isNew('proofs') : {});
  };
  const open = async <T>(raw: Item, shape: z.ZodType<T>): Promise<T> => {
    const where = `${String(raw['item'])} of ${String(raw['workflowId'])} in ${store.tables.proofs}`;
    if (await holds(kms, raw)) return readItem(shape, raw, where);
    const what = `Item ${where} carries no valid MAC: somebody else than closeloop-closer wrote it. Find out who, and delete it.`;
    throw failure('SchemaMismatch', what);
  };
  const one = async <T>(workflowId: string, item: string, shape: z.ZodType<T>) => {
    const raw = await get(store, 'proofs', { workflowId, item }, anyItem);
    return raw === null ? null : await open(raw, shape);
  };
  return {
    remember: (workflowId, said) =>
      put({ workflowId, item: saidItem(said), ...said }, SHAPES.said, true),
    async said(workflowId) {
      const raw = await queryPrefix(store, 'proofs', { of: workflowId, prefix: DECISION }, anyItem);
      const said = await Promise.all(raw.map((item) => open(item, SHAPES.said)));
      return said.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    },
    end: (workflowId, over) => put({ workflowId, item: OVER, ...over }, SHAPES.over),
    over: (workflowId) => one(workflowId, OVER, SHAPES.over),
    accept: (workflowId, accepted) =>
      put({ workflowId, item: ACCEPTED, ...accepted }, SHAPES.accepted),
    accepted: (workflowId) => one(workflowId, ACCEPTED, SHAPES.accepted),
    prove: (workflowId, proof) => {
      const finding = { id: proof.findingId, productArn: proof.productArn };
      return put({ workflowId, item: statusItem(finding), ...proof }, SHAPES.status);
    },
    statusOf: (workflowId, finding) => one(workflowId, statusItem(finding), SHAPES.status),
  };
}
