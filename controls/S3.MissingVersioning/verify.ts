import type { Problem } from '../../domain/finding.ts';
import type { Look, ReadClients } from '../control.ts';
import { attempt, responsesOf } from '../reading.ts';
import type { Pause } from '../retry.ts';
import { addressOf, lookForBucket, saysNoSuchBucket, unreadable } from '../s3-bucket.ts';

/**
 * *fixed* when Status is Enabled. A bucket that never had versioning answers without a Status.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
 */
export async function verify(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  const versioning = await attempt(() => read.s3.getBucketVersioning(addressOf(problem)), pause);
  const readings = { GetBucketVersioning: versioning };
  if (saysNoSuchBucket(readings)) return lookForBucket(problem, read, readings, pause);
  if (!versioning.answered) return unreadable(problem, readings, readings);
  const status = versioning.value.Status ?? null;
  const bucket = problem.resource.name;
  return {
    verdict: status === 'Enabled' ? 'fixed' : 'open',
    summary:
      status === 'Enabled'
        ? `Bucket ${bucket} keeps versions of its objects.`
        : `Bucket ${bucket} keeps no versions: versioning is ${status ?? 'not configured'}.`,
    error: null,
    responses: responsesOf(readings),
    settings: { status },
  };
}
