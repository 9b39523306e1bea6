import type { Problem } from '../../domain/finding.ts';
import type { Look, ReadClients } from '../control.ts';
import { attempt, responsesOf } from '../reading.ts';
import type { Pause } from '../retry.ts';
import { addressOf, lookForBucket, saysNoSuchBucket, unreadable } from '../s3-bucket.ts';

/**
 * *fixed* when server access logs go to a bucket. Without logging S3 answers without LoggingEnabled.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
 */
export async function verify(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  const logging = await attempt(() => read.s3.getBucketLogging(addressOf(problem)), pause);
  const readings = { GetBucketLogging: logging };
  if (saysNoSuchBucket(readings)) return lookForBucket(problem, read, readings, pause);
  if (!logging.answered) return unreadable(problem, readings, readings);
  const target = logging.value.LoggingEnabled?.TargetBucket ?? null;
  const bucket = problem.resource.name;
  return {
    verdict: target === null ? 'open' : 'fixed',
    summary:
      target === null
        ? `Bucket ${bucket} writes no access logs.`
        : `Bucket ${bucket} writes its access logs to ${target}.`,
    error: null,
    responses: responsesOf(readings),
    settings: { target },
  };
}
