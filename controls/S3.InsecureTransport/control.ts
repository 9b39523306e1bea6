import type { Control } from '../control.ts';
import { bucketParameters, ownRunbook } from '../runbook.ts';
import { changes } from './live-change.ts';
import { policyOf, undo } from './undo.ts';
import { verify } from './verify.ts';

export const s3InsecureTransport: Control = {
  id: 'S3.InsecureTransport',
  title: 'S3 bucket answers requests without TLS',
  why: 'What travels without TLS can be read and changed on the way. S3 accepts both unless the bucket policy denies requests without it.',
  resourceType: 'AwsS3Bucket',
  covers: {
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5
    securityHub: ['S3.5'],
    configRules: ['s3-bucket-ssl-requests-only'],
    findingTypes: [],
    titles: [],
    prowler: ['s3_bucket_secure_transport_policy', 'extra764', 'check764'],
    checkov: [],
  },
  reversible: true,
  settleSeconds: 300,
  permissions: {
    verify: ['s3:GetBucketPolicy', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity'],
    automation: ['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'],
  },
  runbook: ownRunbook(
    'Closeloop-S3InsecureTransport',
    (problem, roleArn, settings) => ({
      ...bucketParameters(problem, roleArn),
      // Without settings a policy is expected: then the runbook fails on a bucket without one, and nothing is lost.
      HadPolicy: [policyOf(settings) === null ? 'no' : 'yes'],
    }),
    undo,
  ),
  verify,
  changes,
};
