/** MACs by a KMS key of HMAC_256: whoever may not use the key for signing cannot make one. */
import type { KMS } from '@aws-sdk/client-kms';

import { callAws, callAwsUnless } from './failures.ts';

/** In base64. `keyId` is an id, ARN or alias. Needs kms:GenerateMac; throws as `callAws` does. */
export async function macOf(
  kms: Pick<KMS, 'generateMac'>,
  keyId: string,
  text: string,
): Promise<string> {
  const { Mac: mac } = await callAws(`kms:GenerateMac with ${keyId}`, () =>
    kms.generateMac(parameters(keyId, text)),
  );
  return Buffer.from(mac ?? []).toString('base64');
}

/**
 * Whether `mac`, in base64, is the MAC of this text. Needs kms:VerifyMac; throws as `callAws` does, and a wrong MAC is
 * no error. https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
 */
export async function isMacOf(
  kms: Pick<KMS, 'verifyMac'>,
  keyId: string,
  { text, mac }: { readonly text: string; readonly mac: string },
): Promise<boolean> {
  const Mac = Buffer.from(mac, 'base64');
  if (Mac.length === 0) return false;
  const answer = await callAwsUnless('KMSInvalidMacException', `kms:VerifyMac with ${keyId}`, () =>
    kms.verifyMac({ ...parameters(keyId, text), Mac }),
  );
  return answer?.MacValid === true;
}

function parameters(KeyId: string, text: string) {
  return { KeyId, MacAlgorithm: 'HMAC_SHA_256' as const, Message: Buffer.from(text) };
}
