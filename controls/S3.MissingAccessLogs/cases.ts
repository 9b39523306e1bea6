import type { CaseInput } from '../case.ts';
import { ABSENT_OR_UNREADABLE } from '../s3-bucket-cases.ts';

export const CASES: readonly CaseInput[] = [
  {
    name: 'that writes no access logs',
    bucket: {},
    verdict: 'open',
    reportedBy: [
      'securityHub:S3.9',
      'configRule:s3-bucket-logging-enabled',
      'prowler:s3_bucket_server_access_logging_enabled',
      'prowler:extra718',
      'prowler:check718',
      'checkov:CKV_AWS_18',
    ],
  },
  {
    name: 'that writes its access logs to another bucket',
    bucket: { logging: 'access-logs-111122223333-eu-west-1' },
    verdict: 'fixed',
  },
  ...ABSENT_OR_UNREADABLE,
];
