import type { Control } from '../control.ts';
import { bucketParameters } from '../runbook.ts';
import { changes } from './live-change.ts';
import { verify } from './verify.ts';

export const s3MissingEncryption: Control = {
  id: 'S3.MissingEncryption',
  title: 'S3 bucket has no default encryption',
  why: 'Objects that are uploaded without an encryption header rely on the default rule of their bucket. S3 gives every bucket one since January 2023, so a bucket without it is an old or an unusual one, and what it stores may lie unencrypted.',
  resourceType: 'AwsS3Bucket',
  covers: {
    // S3.17 asks for KMS: AES256 fixes this problem and leaves that one open.
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
    securityHub: ['S3.4'],
    configRules: ['s3-bucket-server-side-encryption-enabled'],
    // Macie's Policy:IAMUser/S3BucketEncryptionDisabled is not here: since 2023 it reports that a bucket
    // went back to AES256, which our verdict calls fixed. See cases.ts
    // and docs/decisions/what-counts-as-encrypted.md.
    // https://docs.aws.amazon.com/macie/latest/user/findings-types.html
    findingTypes: [],
    titles: [
      ...[
        '[DEPRECATED] S3 bucket has default server-side encryption (SSE) enabled',
        'S3 bucket has default server-side encryption (SSE) enabled',
        'Check if S3 buckets have default encryption (SSE) enabled or use a bucket policy to enforce it.',
      ].map((title) => ({ product: 'prowler/prowler', title })),
      {
        product: 'paloaltonetworks/redlock',
        title: 'AWS S3 buckets do not have server side encryption',
      },
    ],
    prowler: ['s3_bucket_default_encryption', 'extra734', 'check734'],
    checkov: ['CKV_AWS_19'],
  },
  // Without a rule S3 encrypts with AES256 all the same, so the state before cannot be had again.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html
  reversible: false,
  settleSeconds: 300,
  permissions: {
    verify: ['s3:GetEncryptionConfiguration', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity'],
    automation: ['s3:PutEncryptionConfiguration'],
  },
  runbook: {
    owner: 'aws',
    documentName: 'AWS-EnableS3BucketEncryption',
    documentVersion: '1',
    file: null,
    parameters: (problem, roleArn) => ({
      ...bucketParameters(problem, roleArn),
      SSEAlgorithm: ['AES256'],
    }),
  },
  verify,
  changes,
};
