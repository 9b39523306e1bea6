/** Receipts: a MAC over a decision by a KMS key that only its owner may use for signing. */
import type { KMS } from '@aws-sdk/client-kms';

import type { Decision, Provable } from '../../domain/decision.ts';
import { isMacOf, macOf } from '../aws/mac.ts';
import { decisionHash } from './caller-identity.ts';

/** The runtime worker's own receipts. */
export const RUNTIME_KEY = 'alias/closeloop-runtime';

/** A decision channel that signs people in has a key: `alias/closeloop-door-page`, `alias/closeloop-door-chat`. */
export function channelReceipts(
  kms: Pick<KMS, 'generateMac' | 'verifyMac'>,
): (door: Decision['door']) => Receipts {
  return (door) => kmsReceipts(kms, channelKey(door));
}

export function channelKey(door: Decision['door']): string {
  return `alias/closeloop-door-${door}`;
}

/** How long after it was given a receipt counts. A decision that was not carried out by then is made again. */
const RECEIPT_DAYS = 7;

export interface Receipts {
  /** `<epoch seconds>.<MAC in base64>`. Needs kms:GenerateMac. */
  issue(decision: Provable): Promise<string>;
  /** Whether it is a receipt of exactly this decision, at most `RECEIPT_DAYS` old. Needs kms:VerifyMac. */
  verify(decision: Provable, receipt: string): Promise<boolean>;
}

/** `keyId` is an HMAC_256 key (id, ARN or alias). Throws as `callAws` does; a wrong or old receipt is no error. */
export function kmsReceipts(
  kms: Pick<KMS, 'generateMac' | 'verifyMac'>,
  keyId: string,
  now: () => number = Date.now,
): Receipts {
  return {
    issue: async (decision) => {
      const given = String(Math.floor(now() / 1000));
      return `${given}.${await macOf(kms, keyId, textOf(decision, given))}`;
    },
    verify: async (decision, receipt) => {
      const [, given, mac] = /^(\d{1,12})\.([A-Za-z0-9+/]+=*)$/.exec(receipt) ?? [];
      if (given === undefined || mac === undefined || !isRecent(Number(given), now())) return false;
      return await isMacOf(kms, keyId, { text: textOf(decision, given), mac });
    },
  };
}

function textOf(decision: Provable, given: string): string {
  return `closeloop decision ${decisionHash(decision)} at ${given}`;
}

/** Clocks of two machines may differ by some minutes. Seconds. */
const SKEW = 300;

function isRecent(given: number, now: number): boolean {
  const age = now / 1000 - given;
  return age >= -SKEW && age <= RECEIPT_DAYS * 24 * 3600;
}
