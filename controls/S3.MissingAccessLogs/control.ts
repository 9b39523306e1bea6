import type { Control } from '../control.ts';
import { undoParameters } from './undo.ts';
import { verify } from './verify.ts';

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
    prowler: ['s3_bucket_server_access_logging_enabled'],
    checkov: ['CKV_AWS_18'],
  },
  reversible: true,
  settleSeconds: 300,
  permissions: {
    verify: ['s3:GetBucketLogging', 's3:ListAllMyBuckets', 'sts:GetCallerIdentity'],
    automation: ['s3:PutBucketLogging'],
  },
  runbook: {
    owner: 'closeloop',
    documentName: 'Closeloop-S3MissingAccessLogs',
    documentVersion: '1',
    file: 'runbook.yaml',
    parameters: (problem, roleArn) => ({
      BucketName: [problem.resource.name],
      TargetBucket: [logBucketOf(problem.account, problem.region)],
      AutomationAssumeRole: [roleArn],
    }),
    undo: {
      documentName: 'Closeloop-S3MissingAccessLogs-Undo',
      documentVersion: '1',
      file: 'undo.yaml',
      parameters: undoParameters,
    },
  },
  verify,
};

/**
 * An account's bucket for access logs, one for each Region since S3 logs within a Region only. Where it does not exist
 * the runbook fails, and human review follows.
 */
function logBucketOf(account: string, region: string): string {
  return `access-logs-${account}-${region}`;
}
