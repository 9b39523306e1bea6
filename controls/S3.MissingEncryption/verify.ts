import { verifyEncryption } from '../check-encryption.ts';

/**
 * *fixed* when a default encryption rule names AES256 or KMS. `aws:kms:dsse` is KMS in two layers: see
 * docs/decisions/what-counts-as-encrypted.md.
 */
export const verify = verifyEncryption(
  ['AES256', 'aws:kms', 'aws:kms:dsse'],
  'default encryption rule',
);
