import { z } from 'zod';

import type { Control } from '../control.ts';
import { bucketParameters, ownRunbook, undoParameters } from '../runbook.ts';
import { changes } from './live-change.ts';
import { verify } from './verify.ts';

/** The runbook runs only on a bucket that logs nowhere, so that is what undoing restores. */
const undo = undoParameters(
  {
    control: 'S3.MissingAccessLogs',
    schema: z.object({ target: z.null() }),
    fault: 'the recorded pre-state already had a log bucket, or none was recorded',
  },
  bucketParameters,
);

export const s3MissingAccessLogs: Control = {
  id: 'S3.MissingAccessLogs',
  title: 'S3 bucket writes no access logs',
  why: 'When data leaks, the first question is who read it. Without server access logs nobody can say which requests a bucket answered, not even afterwards.',
  resourceType: 'AwsS3Bucket',
  covers: {
    // CloudTrail.7 asks the same of the one bucket of a trail, with another resource in its report.
    // https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-9
    securityHub: ['S3.9'],
    configRules: ['s3-bucket-logging-enabled'],
    findingTypes: [],
    titles: [],
    prowler: ['s3_bucket_server_access_logging_enabled', 'extra718', 'check718'],
    checkov: ['CKV_AWS_18'],
  },
  reversible: true,
  settleSeconds: 300,
  permissions: {
    verify: ['s3:GetBucketLogging', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity'],
    automation: ['s3:PutBucketLogging'],
  },
  runbook: ownRunbook(
    'Closeloop-S3MissingAccessLogs',
    (problem, roleArn) => ({
      ...bucketParameters(problem, roleArn),
      TargetBucket: [logBucketOf(problem.account, problem.region)],
    }),
    undo,
  ),
  verify,
  changes,
};

/**
 * An account's bucket for access logs, one for each Region since S3 logs within a Region only. Where it does not exist
 * the runbook fails, and human review follows.
 */
function logBucketOf(account: string, region: string): string {
  return `access-logs-${account}-${region}`;
}
