import type { CaseInput } from '../case.ts';
import { ABSENT_OR_UNREADABLE } from '../s3-bucket-cases.ts';

export const CASES: readonly CaseInput[] = [
  {
    name: 'that encrypts with AES256',
    bucket: { encryption: 'AES256' },
    verdict: 'open',
    reportedBy: [
      'securityHub:S3.17',
      'configRule:s3-default-encryption-kms',
      'prowler:s3_bucket_kms_encryption',
      'checkov:CKV_AWS_145',
    ],
  },
  // Why S3.4 is not covered: with AES256 it is satisfied and this problem is open.
  { name: 'that encrypts with KMS', bucket: { encryption: 'aws:kms' }, verdict: 'fixed' },
  {
    name: 'that encrypts with KMS in two layers',
    bucket: { encryption: 'aws:kms:dsse' },
    verdict: 'fixed',
  },
  ...ABSENT_OR_UNREADABLE,
];
