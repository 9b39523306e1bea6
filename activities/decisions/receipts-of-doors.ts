import type { KMS } from '@aws-sdk/client-kms';

import type { Decision } from '../../domain/decision.ts';
import { kmsReceipts } from './receipts.ts';
import type { Receipts } from './receipts.ts';

/** The runtime worker's own receipts. */
export const RUNTIME_KEY = 'alias/closeloop-runtime';

/** Each door that signs people in has a key of its own: `alias/closeloop-door-page`, `alias/closeloop-door-chat`. */
export function receiptsOfDoors(
  kms: Pick<KMS, 'generateMac' | 'verifyMac'>,
): (door: Decision['door']) => Receipts {
  return (door) => kmsReceipts(kms, `alias/closeloop-door-${door}`);
}
