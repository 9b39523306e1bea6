/** What the closer's table says of a finding's status. Nothing is believed whose MAC does not hold. */
import type { KMS } from '@aws-sdk/client-kms';

import type { FindingRef } from '../../domain/finding.ts';
import { callAws } from '../aws/failures.ts';
import { SHAPES, statusItem } from '../closing/proof-items.ts';
import type { StatusProof } from '../closing/proof-items.ts';
import { CLOSER_KEY, holds } from '../closing/seal.ts';
import { get } from '../ledger/dynamodb/items.ts';
import { anyItem } from '../ledger/dynamodb/read-item.ts';
import type { Item, Store } from '../ledger/dynamodb/store.ts';

export interface ProofDeps {
  readonly store: Store;
  readonly kms: Pick<KMS, 'verifyMac' | 'describeKey'>;
}

/** The items about a finding, under each lifecycle that may be its problem's; as they are, unchecked. */
export async function itemsAbout(
  store: Store,
  finding: FindingRef,
  workflowIds: readonly string[],
): Promise<readonly Item[]> {
  const keys = workflowIds.map((workflowId) => ({ workflowId, item: statusItem(finding) }));
  const items = await Promise.all(keys.map((key) => get(store, 'proofs', key, anyItem)));
  return items.filter((item) => item !== null);
}

/** A proof that the closer wrote. */
export type Proof = StatusProof & { readonly workflowId: string };

/** The proofs among the items, and how many items are none: with a wrong MAC, or about another finding. */
export async function provenOf(
  kms: Pick<KMS, 'verifyMac'>,
  { id, productArn }: FindingRef,
  items: readonly Item[],
): Promise<{ readonly proofs: readonly Proof[]; readonly forged: number }> {
  const proofs: Proof[] = [];
  for (const item of items) {
    const { data } = SHAPES.status.safeParse(item);
    if (data === undefined || !(await holds(kms, item))) continue;
    if (data.findingId === id && data.productArn === productArn) proofs.push(data);
  }
  return { proofs, forged: items.length - proofs.length };
}

/**
 * When the closer's key was made, in milliseconds: no proof can be older, and AWS keeps the date, so nobody who may only
 * use the key can move it.
 */
export async function keyMadeAt({ kms }: Pick<ProofDeps, 'kms'>): Promise<number> {
  const { KeyMetadata: key } = await callAws(`kms:DescribeKey of ${CLOSER_KEY}`, () =>
    kms.describeKey({ KeyId: CLOSER_KEY }),
  );
  return key?.CreationDate?.getTime() ?? 0;
}
