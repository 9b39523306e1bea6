import type { KeyMetadata } from '@aws-sdk/client-kms';

/**
 * Why KMS cannot rotate a key automatically, as the end of a sentence that begins with the key; null where it can.
 * https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export function whyItCannotRotate(key: KeyMetadata | undefined): string | null {
  const { KeySpec, Origin, CustomKeyStoreId, MultiRegionConfiguration: regions } = key ?? {};
  if (KeySpec !== undefined && KeySpec !== 'SYMMETRIC_DEFAULT')
    return `is no symmetric key but ${KeySpec}`;
  if (Origin === 'EXTERNAL') return 'has imported key material';
  if (
    CustomKeyStoreId !== undefined ||
    Origin === 'AWS_CLOUDHSM' ||
    Origin === 'EXTERNAL_KEY_STORE'
  )
    return 'is in a custom key store';
  if (regions?.MultiRegionKeyType !== 'REPLICA') return null;
  return `is a replica, which rotates with its primary key ${regions.PrimaryKey?.Arn ?? ''}`.trimEnd();
}
