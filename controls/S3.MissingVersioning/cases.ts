import type { CaseInput } from '../case.ts';
import { ABSENT_OR_UNREADABLE } from '../s3-bucket-cases.ts';

const ABOUT_VERSIONING = [
  'securityHub:S3.14',
  'securityHub:S3.20',
  'configRule:s3-bucket-versioning-enabled',
  'title:prowler/prowler:S3 bucket has object versioning enabled',
  'title:prowler/prowler:Check if S3 buckets have object versioning enabled',
  'title:paloaltonetworks/redlock:AWS S3 Object Versioning is disabled',
  'prowler:s3_bucket_object_versioning',
  'prowler:extra763',
  'prowler:check763',
  'checkov:CKV_AWS_21',
];

export const CASES: readonly CaseInput[] = [
  { name: 'that never had versioning', bucket: {}, verdict: 'open', reportedBy: ABOUT_VERSIONING },
  {
    name: 'whose versioning is suspended',
    bucket: { versioning: 'Suspended' },
    verdict: 'open',
    reportedBy: ABOUT_VERSIONING,
  },
  // Why S3.20 (MFA delete) is not covered: this state still fails it.
  {
    name: 'that keeps versions',
    bucket: { versioning: 'Enabled' },
    verdict: 'fixed',
    reportedBy: ['securityHub:S3.20'],
  },
  ...ABSENT_OR_UNREADABLE,
];
