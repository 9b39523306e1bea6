import type { CaseInput } from '../case.ts';
import { ABSENT_OR_UNREADABLE } from '../s3-bucket-cases.ts';

const ALL_FOUR = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Reports about the block itself, whatever the ACL and the policy say. */
const ABOUT_THE_BLOCK = [
  'securityHub:S3.8',
  'configRule:s3-bucket-level-public-access-prohibited',
  'findingType:Software and Configuration Checks/AWS Security Best Practices/Policy:IAMUser-S3BlockPublicAccessDisabled',
  'findingType:TTPs/Policy:S3-BucketBlockPublicAccessDisabled',
  'title:prowler/prowler:S3 bucket has Block Public Access with IgnorePublicAcls and RestrictPublicBuckets enabled at bucket or account level',
  'title:prowler/prowler:Check S3 Bucket Level Public Access Block.',
  'prowler:s3_bucket_level_public_access_block',
  'checkov:CKV_AWS_53',
  'checkov:CKV_AWS_54',
  'checkov:CKV_AWS_55',
  'checkov:CKV_AWS_56',
  'checkov:CKV2_AWS_6',
];

/** Reports about anybody being able to read. */
const ABOUT_READING = [
  'securityHub:S3.2',
  'configRule:s3-bucket-public-read-prohibited',
  'findingType:Effects/Data Exposure/Policy:IAMUser-S3BucketPublic',
  'findingType:Effects/Data Exposure/External Access Granted',
  'title:prowler/prowler:S3 bucket is not publicly accessible to Everyone or Authenticated Users',
  'title:prowler/prowler:Ensure there are no S3 buckets open to Everyone or Any AWS user.',
  'prowler:s3_bucket_public_access',
  'prowler:extra73',
  'prowler:extra703',
  'prowler:check73',
  'prowler:check703',
  'title:paloaltonetworks/redlock:AWS S3 buckets are accessible to public',
  'title:paloaltonetworks/redlock:AWS S3 bucket publicly readable',
];

export const CASES: readonly CaseInput[] = [
  {
    name: 'without a public access block',
    bucket: {},
    verdict: 'open',
    reportedBy: ABOUT_THE_BLOCK,
  },
  {
    name: 'that everybody may list, without a block',
    bucket: { ownership: 'ObjectWriter', acl: [{ to: 'AllUsers', permission: 'READ' }] },
    verdict: 'open',
    reportedBy: [
      ...ABOUT_THE_BLOCK,
      ...ABOUT_READING,
      'findingType:TTPs/Policy:S3-BucketAnonymousAccessGranted',
      'title:prowler/prowler:S3 bucket is not publicly listable by Everyone or any authenticated AWS user',
      'title:prowler/prowler:Ensure there are no S3 buckets listable by Everyone or Any AWS customer.',
      'prowler:s3_bucket_public_list_acl',
      'checkov:CKV_AWS_20',
    ],
  },
  {
    name: 'that every AWS account may write to, without a block',
    bucket: {
      ownership: 'ObjectWriter',
      acl: [{ to: 'AuthenticatedUsers', permission: 'WRITE' }],
    },
    verdict: 'open',
    reportedBy: [
      ...ABOUT_THE_BLOCK,
      'securityHub:S3.3',
      'configRule:s3-bucket-public-write-prohibited',
      'findingType:TTPs/Policy:S3-BucketPublicAccessGranted',
      'title:prowler/prowler:S3 bucket ACL does not grant write access to Everyone or any AWS customer',
      'title:prowler/prowler:Ensure there are no S3 buckets writable by Everyone or Any AWS customer.',
      'prowler:s3_bucket_public_write_acl',
      'title:paloaltonetworks/redlock:AWS S3 bucket publicly writable',
      'checkov:CKV_AWS_57',
    ],
  },
  {
    name: 'whose policy lets everybody read, without a block',
    bucket: { policy: 'public' },
    verdict: 'open',
    reportedBy: [
      ...ABOUT_THE_BLOCK,
      ...ABOUT_READING,
      'findingType:TTPs/Policy:S3-BucketAnonymousAccessGranted',
    ],
  },
  {
    name: 'whose policy lets everybody write, without a block',
    bucket: { policy: 'public-write' },
    verdict: 'open',
    reportedBy: [
      ...ABOUT_THE_BLOCK,
      'securityHub:S3.3',
      'configRule:s3-bucket-public-write-prohibited',
      'prowler:extra771',
      'prowler:s3_bucket_policy_public_write_access',
    ],
  },
  {
    name: 'whose block lacks RestrictPublicBuckets',
    bucket: { publicAccessBlock: { ...ALL_FOUR, RestrictPublicBuckets: false } },
    verdict: 'open',
    reportedBy: [
      'securityHub:S3.8',
      'configRule:s3-bucket-level-public-access-prohibited',
      'checkov:CKV_AWS_56',
    ],
  },
  {
    name: 'with a public grant behind a complete block',
    bucket: {
      ownership: 'ObjectWriter',
      acl: [{ to: 'AllUsers', permission: 'READ' }],
      publicAccessBlock: ALL_FOUR,
    },
    verdict: 'open',
    reportedBy: ['checkov:CKV_AWS_20', 'securityHub:S3.12'],
  },
  {
    name: 'with a complete block and a private ACL',
    bucket: { publicAccessBlock: ALL_FOUR },
    verdict: 'fixed',
  },
  {
    name: 'with a complete block and ACLs disabled',
    bucket: { publicAccessBlock: ALL_FOUR, ownership: 'BucketOwnerEnforced' },
    verdict: 'fixed',
  },
  {
    name: 'with a complete block that receives access logs',
    bucket: {
      ownership: 'ObjectWriter',
      acl: [
        { to: 'LogDelivery', permission: 'WRITE' },
        { to: 'LogDelivery', permission: 'READ_ACP' },
      ],
      publicAccessBlock: ALL_FOUR,
    },
    verdict: 'fixed',
    reportedBy: ['securityHub:S3.12'],
  },
  {
    name: 'whose public policy is harmless behind a complete block',
    bucket: { publicAccessBlock: ALL_FOUR, policy: 'public' },
    verdict: 'fixed',
  },
  // Prowler 2 looked at the policy only.
  {
    name: 'whose policy lets everybody write, behind a complete block',
    bucket: { publicAccessBlock: ALL_FOUR, policy: 'public-write' },
    verdict: 'fixed',
    reportedBy: ['prowler:extra771'],
  },
  // Why cross-account reports are not covered: the state they complain about is fixed for us.
  {
    name: 'with a complete block that another account may read',
    bucket: {
      ownership: 'ObjectWriter',
      acl: [
        {
          to: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
          permission: 'READ',
        },
      ],
      publicAccessBlock: ALL_FOUR,
    },
    verdict: 'fixed',
    reportedBy: [
      'securityHub:S3.12',
      'findingType:Software and Configuration Checks/AWS Security Best Practices/External Access Granted',
      'findingType:Software and Configuration Checks/AWS Security Best Practices/Policy:IAMUser-S3BucketSharedExternally',
    ],
  },
  ...ABSENT_OR_UNREADABLE,
];
