import { bucketEncryption } from '../bucket-encryption.ts';
import type { CodeChange } from '../code-change.ts';

export const s3MissingEncryption: CodeChange = {
  control: 'S3.MissingEncryption',
  guidance:
    'Give the bucket a default encryption rule with AES256, or with aws:kms and a key that the file names already. Change nothing else.',
  // CKV_AWS_19 passes every bucket.
  ...bucketEncryption(['AES256', 'aws:kms', 'aws:kms:dsse'], []),
};
