/** Receipts: a MAC over a decision by a KMS key that only its owner may use for signing. */
import type { KMS } from '@aws-sdk/client-kms';

import type { Decision, Provable } from '../../domain/decision.ts';
import { callAws, callAwsUnless } from '../aws/failures.ts';
import { decisionHash } from './caller-identity.ts';

/** The runtime worker's own receipts. */
export const RUNTIME_KEY = 'alias/closeloop-runtime';

/** A decision channel that signs people in has a key: `alias/closeloop-door-page`, `alias/closeloop-door-chat`. */
export function channelReceipts(
  kms: Pick<KMS, 'generateMac' | 'verifyMac'>,
): (door: Decision['door']) => Receipts {
  return (door) => kmsReceipts(kms, `alias/closeloop-door-${door}`);
}

export interface Receipts {
  /** In base64. Needs kms:GenerateMac. */
  issue(decision: Provable): Promise<string>;
  /** Whether it is a receipt of exactly this decision. Needs kms:VerifyMac. */
  verify(decision: Provable, receipt: string): Promise<boolean>;
}

/**
 * `keyId` is an HMAC_256 key (id, ARN or alias). Throws as `callAws` does; a wrong receipt is no error.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
 */
export function kmsReceipts(kms: Pick<KMS, 'generateMac' | 'verifyMac'>, keyId: string): Receipts {
  const parameters = (decision: Provable) => ({
    KeyId: keyId,
    MacAlgorithm: 'HMAC_SHA_256' as const,
    Message: Buffer.from(`closeloop decision ${decisionHash(decision)}`),
  });
  return {
    issue: async (decision) => {
      const { Mac: mac } = await callAws(`kms:GenerateMac with ${keyId}`, () =>
        kms.generateMac(parameters(decision)),
      );
      return Buffer.from(mac ?? []).toString('base64');
    },
    verify: async (decision, receipt) => {
      const Mac = Buffer.from(receipt, 'base64');
      if (Mac.length === 0) return false;
      const what = `kms:VerifyMac with ${keyId}`;
      const answer = await callAwsUnless('KMSInvalidMacException', what, () =>
        kms.verifyMac({ ...parameters(decision), Mac }),
      );
      return answer?.MacValid === true;
    },
  };
}
