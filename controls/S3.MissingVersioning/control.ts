import type { Control } from '../control.ts';
import { bucketParameters } from '../runbook.ts';
import { changes } from './live-change.ts';
import { verify } from './verify.ts';

export const s3MissingVersioning: Control = {
  id: 'S3.MissingVersioning',
  title: 'S3 bucket keeps no versions',
  why: 'Without versioning an overwritten or deleted object is lost: by mistake, by a faulty deployment or by ransomware. With it, the previous version is one request away.',
  resourceType: 'AwsS3Bucket',
  covers: {
    // S3.20 asks for MFA delete, which our verdict does not look at.
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
    securityHub: ['S3.14'],
    configRules: ['s3-bucket-versioning-enabled'],
    findingTypes: [],
    titles: [
      ...[
        'S3 bucket has object versioning enabled',
        'Check if S3 buckets have object versioning enabled',
      ].map((title) => ({ product: 'prowler/prowler', title })),
      { product: 'paloaltonetworks/redlock', title: 'AWS S3 Object Versioning is disabled' },
    ],
    prowler: ['s3_bucket_object_versioning', 'extra763', 'check763'],
    checkov: ['CKV_AWS_21'],
  },
  // A bucket that once had versioning can only be suspended: S3 cannot return it to "never configured".
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
  reversible: false,
  settleSeconds: 300,
  permissions: {
    verify: ['s3:GetBucketVersioning', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity'],
    automation: ['s3:PutBucketVersioning'],
  },
  runbook: {
    owner: 'aws',
    documentName: 'AWS-ConfigureS3BucketVersioning',
    documentVersion: '1',
    file: null,
    parameters: (problem, roleArn) => ({
      ...bucketParameters(problem, roleArn),
      VersioningState: ['Enabled'],
    }),
  },
  verify,
  changes,
};
