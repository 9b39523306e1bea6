import type { Problem } from '../../domain/finding.ts';
import type { CheckResult, ReadClients } from '../control.ts';
import type { Pause } from '../retry.ts';
import { checkBucketSetting } from '../s3-bucket.ts';

/**
 * *fixed* when server access logs go to a bucket. Without logging S3 answers without LoggingEnabled.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
 */
export async function verify(
  problem: Problem,
  read: ReadClients,
  pause?: Pause,
): Promise<CheckResult> {
  const bucket = problem.resource.name;
  return checkBucketSetting(
    problem,
    { read, pause },
    {
      operation: 'GetBucketLogging',
      call: (address) => read.s3.getBucketLogging(address),
      judge: (response) => {
        const target = response?.LoggingEnabled?.TargetBucket ?? null;
        const summary =
          target === null
            ? `Bucket ${bucket} writes no access logs.`
            : `Bucket ${bucket} writes its access logs to ${target}.`;
        return { fixed: target !== null, summary, settings: { target } };
      },
    },
  );
}
