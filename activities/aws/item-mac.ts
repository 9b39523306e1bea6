/** A MAC over everything in a ledger item: only the owner of the key can have written an item whose MAC holds. */
import { createHash } from 'node:crypto';

import type { KMS } from '@aws-sdk/client-kms';

import { canonicalJson } from '../../domain/plan.ts';
import { isMacOf, macOf } from './mac.ts';

/** The attributes of an item, as DynamoDB keeps them. */
type Attributes = Readonly<Record<string, unknown>>;

export interface ItemKey {
  /** Id, ARN or alias of a KMS key of HMAC_256. */
  readonly keyId: string;
  /** What the MAC is for: one of another use is never taken for it. */
  readonly use: string;
}

/** The MAC of an item without its own attribute `mac`, in base64. Throws as `callAws` does. */
export async function macOfItem(
  kms: Pick<KMS, 'generateMac'>,
  { keyId, use }: ItemKey,
  item: Attributes,
): Promise<string> {
  return await macOf(kms, keyId, textOf(use, item));
}

/** Whether the key's owner wrote the item as it is. Throws as `callAws` does; a wrong or missing MAC is no error. */
export async function isMacOfItem(
  kms: Pick<KMS, 'verifyMac'>,
  { keyId, use }: ItemKey,
  item: Attributes,
): Promise<boolean> {
  const { mac } = item;
  if (typeof mac !== 'string') return false;
  return await isMacOf(kms, keyId, { text: textOf(use, item), mac });
}

/** SHA-256, in hex, of an item without its own attribute `mac`. */
export function hashOfItem({ mac: _mac, ...sealed }: Attributes): string {
  return createHash('sha256').update(canonicalJson(sealed)).digest('hex');
}

/** KMS takes messages of up to 4096 bytes, so the MAC is over a hash. https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html */
function textOf(use: string, item: Attributes): string {
  return `closeloop ${use} ${hashOfItem(item)}`;
}
