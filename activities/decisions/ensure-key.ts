import type { KMS } from '@aws-sdk/client-kms';

import { callAws } from '../aws/failures.ts';

/**
 * The HMAC_256 key behind `alias`, made when there is none: for deployments and the sandbox, never for a worker.
 * https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export async function ensureReceiptKey(
  kms: Pick<KMS, 'describeKey' | 'createKey' | 'createAlias'>,
  alias: string,
): Promise<'created' | 'none'> {
  try {
    await kms.describeKey({ KeyId: alias });
    return 'none';
  } catch (error) {
    const isMissing = error instanceof Error && error.name === 'NotFoundException';
    if (!isMissing) {
      return await callAws(`kms:DescribeKey of ${alias}`, () => Promise.reject(error));
    }
  }
  const { KeyMetadata: made } = await callAws('kms:CreateKey', () =>
    kms.createKey({
      KeySpec: 'HMAC_256',
      KeyUsage: 'GENERATE_VERIFY_MAC',
      Description: `Receipts of Closeloop decisions (${alias})`,
    }),
  );
  await callAws(`kms:CreateAlias ${alias}`, () =>
    kms.createAlias({ AliasName: alias, TargetKeyId: made?.KeyId }),
  );
  return 'created';
}
