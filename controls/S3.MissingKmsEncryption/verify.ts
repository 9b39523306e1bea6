import { verifyEncryption } from '../check-encryption.ts';

/** *fixed* when a default encryption rule names KMS, in one layer or two. */
export const verify = verifyEncryption(
  ['aws:kms', 'aws:kms:dsse'],
  'default encryption rule with KMS',
);
