import type { CaseInput } from '../case.ts';
import { ABSENT_OR_UNREADABLE } from '../s3-bucket-cases.ts';

const REPORTS = [
  'securityHub:S3.5',
  'configRule:s3-bucket-ssl-requests-only',
  'prowler:s3_bucket_secure_transport_policy',
  'prowler:extra764',
  'prowler:check764',
];

export const CASES: readonly CaseInput[] = [
  { name: 'without a policy', bucket: {}, verdict: 'open', reportedBy: REPORTS },
  {
    name: 'whose policy says nothing about TLS',
    bucket: { policy: 'public' },
    verdict: 'open',
    reportedBy: REPORTS,
  },
  {
    name: 'whose policy denies only reads without TLS',
    bucket: { policy: 'denies-insecure-reads' },
    verdict: 'open',
    reportedBy: REPORTS,
  },
  {
    name: 'whose policy denies all requests without TLS',
    bucket: { policy: 'denies-insecure' },
    verdict: 'fixed',
  },
  {
    name: 'whose policy denies them beside other statements',
    bucket: { policy: 'public-and-denies-insecure' },
    verdict: 'fixed',
  },
  ...ABSENT_OR_UNREADABLE,
];
