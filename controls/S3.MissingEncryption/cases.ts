import type { CaseInput } from '../case.ts';
import { ABSENT_OR_UNREADABLE } from '../s3-bucket-cases.ts';

export const CASES: readonly CaseInput[] = [
  {
    name: 'without a default encryption rule',
    bucket: {},
    verdict: 'open',
    reportedBy: [
      'securityHub:S3.4',
      'securityHub:S3.17',
      'configRule:s3-bucket-server-side-encryption-enabled',
      'title:prowler/prowler:[DEPRECATED] S3 bucket has default server-side encryption (SSE) enabled',
      'title:prowler/prowler:S3 bucket has default server-side encryption (SSE) enabled',
      'title:prowler/prowler:Check if S3 buckets have default encryption (SSE) enabled or use a bucket policy to enforce it.',
      'title:paloaltonetworks/redlock:AWS S3 buckets do not have server side encryption',
      'prowler:s3_bucket_default_encryption',
      'prowler:extra734',
      'prowler:check734',
      'checkov:CKV_AWS_19',
    ],
  },
  // Why S3.17 and Macie's type are not covered: the state they complain about is fixed for us.
  {
    name: 'that encrypts with AES256',
    bucket: { encryption: 'AES256' },
    verdict: 'fixed',
    reportedBy: [
      'securityHub:S3.17',
      'findingType:Software and Configuration Checks/AWS Security Best Practices/Policy:IAMUser-S3BucketEncryptionDisabled',
      'checkov:CKV_AWS_145',
    ],
  },
  { name: 'that encrypts with KMS', bucket: { encryption: 'aws:kms' }, verdict: 'fixed' },
  {
    name: 'that encrypts with KMS in two layers',
    bucket: { encryption: 'aws:kms:dsse' },
    verdict: 'fixed',
  },
  ...ABSENT_OR_UNREADABLE,
];
