import type { KMS } from '@aws-sdk/client-kms';

import { callAws, callAwsUnless } from '../aws/failures.ts';

/**
 * Creates the HMAC_256 key behind `alias` when there is none: for deployments and the sandbox, never for a worker.
 * https://docs.aws.amazon.com/kms/latest/developerguide/hmac.html
 */
export async function ensureReceiptKey(
  kms: Pick<KMS, 'describeKey' | 'createKey' | 'createAlias'>,
  alias: string,
): Promise<'created' | 'none'> {
  const found = await callAwsUnless('NotFoundException', `kms:DescribeKey of ${alias}`, () =>
    kms.describeKey({ KeyId: alias }),
  );
  if (found !== null) return 'none';
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
