import type { Problem } from '../../domain/finding.ts';
import type { CheckResult, ReadClients } from '../control.ts';
import type { Pause } from '../retry.ts';
import { checkBucketSetting } from '../s3-bucket.ts';

/**
 * *fixed* when Status is Enabled. A bucket that never had versioning answers without a Status.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
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
      operation: 'GetBucketVersioning',
      call: (address) => read.s3.getBucketVersioning(address),
      judge: (response) => {
        const status = response?.Status ?? null;
        const fixed = status === 'Enabled';
        const summary = fixed
          ? `Bucket ${bucket} keeps versions of its objects.`
          : `Bucket ${bucket} keeps no versions: versioning is ${status ?? 'not configured'}.`;
        return { fixed, summary, settings: { status } };
      },
    },
  );
}
