/**
 * The seal of the closer: a MAC over everything in an item. Whoever reads an item needs only `holds` and kms:VerifyMac;
 * this file knows nothing of who writes, so that an audit can rely on it alone.
 */
import { createHash } from 'node:crypto';

import type { KMS } from '@aws-sdk/client-kms';

import { canonicalJson } from '../../domain/plan.ts';
import { isMacOf, macOf } from '../aws/mac.ts';

/** Only closeloop-closer may make a MAC with it. An HMAC_256 key. */
export const CLOSER_KEY = 'alias/closeloop-closer';

/** The attributes of an item, as DynamoDB keeps them. */
type Attributes = Readonly<Record<string, unknown>>;

/** The MAC of an item without its own attribute `mac`, in base64. Throws as `callAws` does. */
export async function sealOf(kms: Pick<KMS, 'generateMac'>, item: Attributes): Promise<string> {
  return await macOf(kms, CLOSER_KEY, textOf(item));
}

/** Whether the closer wrote the item as it is. Throws as `callAws` does; a wrong MAC is no error. */
export async function holds(kms: Pick<KMS, 'verifyMac'>, item: Attributes): Promise<boolean> {
  const { mac } = item;
  if (typeof mac !== 'string') return false;
  return await isMacOf(kms, CLOSER_KEY, { text: textOf(item), mac });
}

/** KMS takes messages of up to 4096 bytes, so the MAC is over a hash. https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html */
function textOf({ mac: _mac, ...sealed }: Attributes): string {
  return `closeloop proof ${createHash('sha256').update(canonicalJson(sealed)).digest('hex')}`;
}
