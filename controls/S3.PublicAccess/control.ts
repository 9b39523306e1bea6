import type { Control } from '../control.ts';
import { bucketParameters, ownRunbook } from '../runbook.ts';
import { changes } from './live-change.ts';
import { undo } from './undo.ts';
import { verify } from './verify.ts';

export const s3PublicAccess: Control = {
  id: 'S3.PublicAccess',
  title: 'S3 bucket is or can become public',
  why: 'Anybody on the internet, or anybody with an AWS account, can list, read or overwrite the objects of a public bucket. A bucket without its own public access block is one ACL or one policy statement away from that.',
  resourceType: 'AwsS3Bucket',
  covers: {
    // S3.1 is the account's block and S3.12 forbids every ACL grant: our verdict answers neither.
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
    securityHub: ['S3.2', 'S3.3', 'S3.8'],
    configRules: [
      's3-bucket-public-read-prohibited',
      's3-bucket-public-write-prohibited',
      's3-bucket-level-public-access-prohibited',
    ],
    findingTypes: [
      // https://docs.aws.amazon.com/macie/latest/user/findings-types.html
      'Effects/Data Exposure/Policy:IAMUser-S3BucketPublic',
      'Software and Configuration Checks/AWS Security Best Practices/Policy:IAMUser-S3BlockPublicAccessDisabled',
      // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html
      'TTPs/Policy:S3-BucketAnonymousAccessGranted',
      'TTPs/Policy:S3-BucketPublicAccessGranted',
      'TTPs/Policy:S3-BucketBlockPublicAccessDisabled',
      // The same words under "Software and Configuration Checks" mean cross-account access, which is not ours.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html
      'Effects/Data Exposure/External Access Granted',
    ],
    titles: [
      ...[
        'S3 bucket is not publicly accessible to Everyone or Authenticated Users',
        'Ensure there are no S3 buckets open to Everyone or Any AWS user.',
        'S3 bucket is not publicly listable by Everyone or any authenticated AWS user',
        'Ensure there are no S3 buckets listable by Everyone or Any AWS customer.',
        'S3 bucket ACL does not grant write access to Everyone or any AWS customer',
        'Ensure there are no S3 buckets writable by Everyone or Any AWS customer.',
        'S3 bucket has Block Public Access with IgnorePublicAcls and RestrictPublicBuckets enabled at bucket or account level',
        'Check S3 Bucket Level Public Access Block.',
      ].map((title) => ({ product: 'prowler/prowler', title })),
      ...[
        'AWS S3 buckets are accessible to public',
        'AWS S3 bucket publicly readable',
        'AWS S3 bucket publicly writable',
      ].map((title) => ({ product: 'paloaltonetworks/redlock', title })),
    ],
    // Prowler 2's extra771 is not here: it reports a policy that lets everybody write behind a complete block too.
    prowler: [
      'check703',
      'check73',
      'extra703',
      'extra73',
      's3_bucket_level_public_access_block',
      // Since 3.8.2 it looks at RestrictPublicBuckets: https://github.com/prowler-cloud/prowler/pull/2715
      's3_bucket_policy_public_write_access',
      's3_bucket_public_access',
      's3_bucket_public_list_acl',
      's3_bucket_public_write_acl',
    ],
    checkov: [
      'CKV_AWS_20',
      'CKV_AWS_53',
      'CKV_AWS_54',
      'CKV_AWS_55',
      'CKV_AWS_56',
      'CKV_AWS_57',
      'CKV2_AWS_6',
    ],
  },
  reversible: true,
  settleSeconds: 300,
  permissions: {
    verify: [
      's3:GetBucketAcl',
      's3:GetBucketPolicyStatus',
      's3:GetBucketPublicAccessBlock',
      's3:ListAllMyBuckets',
      'sts:GetCallerIdentity',
    ],
    automation: ['s3:GetBucketAcl', 's3:PutBucketAcl', 's3:PutBucketPublicAccessBlock'],
  },
  runbook: ownRunbook('Closeloop-S3PublicAccess', bucketParameters, undo),
  verify,
  changes,
};
