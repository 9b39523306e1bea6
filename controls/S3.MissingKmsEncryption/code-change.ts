import { bucketEncryption } from '../bucket-encryption.ts';
import type { CodeChange } from '../code-change.ts';

export const s3MissingKmsEncryption: CodeChange = {
  control: 'S3.MissingKmsEncryption',
  guidance:
    'Make the default encryption rule of the bucket use aws:kms, with a key that the file names already or without naming one, and with a bucket key. Add no key. Change nothing else.',
  ...bucketEncryption(['aws:kms', 'aws:kms:dsse'], ['CKV_AWS_145']),
};
