/**
 * The closer's MAC over everything in an item. Whoever reads an item needs only `holds` and kms:VerifyMac; this file
 * knows nothing of who writes, so that an audit can rely on it alone.
 */
import type { KMS } from '@aws-sdk/client-kms';

import { isMacOfItem, macOfItem } from '../aws/item-mac.ts';

/** Only closeloop-closer may make a MAC with it. An HMAC_256 key. */
export const CLOSER_KEY = 'alias/closeloop-closer';

const PROOF = { keyId: CLOSER_KEY, use: 'proof' };

type Attributes = Readonly<Record<string, unknown>>;

/** The MAC of an item without its own attribute `mac`, in base64. Throws as `callAws` does. */
export async function sealOf(kms: Pick<KMS, 'generateMac'>, item: Attributes): Promise<string> {
  return await macOfItem(kms, PROOF, item);
}

/** Whether the closer wrote the item as it is. Throws as `callAws` does; a wrong MAC is no error. */
export async function holds(kms: Pick<KMS, 'verifyMac'>, item: Attributes): Promise<boolean> {
  return await isMacOfItem(kms, PROOF, item);
}
