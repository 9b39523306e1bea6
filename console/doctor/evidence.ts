/** Whether the evidence of each check is kept where nobody can change or delete it. */
import type { S3 } from '@aws-sdk/client-s3';

import { callAws } from '../../activities/aws/failures.ts';
import { type Check, broken, ok, warn } from './check.ts';

const GROUP = 'Evidence';
const LOCK = { group: GROUP, name: 'Object Lock' };
/** What an auditor asks about is often a year old. */
const LEAST_DAYS = 365;
const NEW_BUCKET =
  'Create the bucket with Object Lock and a default retention of a year, COMPLIANCE.';
const RETENTION =
  's3 put-object-lock-configuration: Enabled, DefaultRetention COMPLIANCE, 365 days';

/** `bucket`: of this environment, null for none. Throws as `callAws` does what says nothing about the bucket. */
export async function evidence(
  s3: Pick<S3, 'getObjectLockConfiguration'>,
  bucket: string | null,
): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'bucket' };
  if (bucket === null) {
    const found = 'CLOSELOOP_EVIDENCE_BUCKET is not set: no check can keep its evidence';
    const set = 'Set it for the workers that verify and for this terminal.';
    return [broken(named, found, NEW_BUCKET, set)];
  }
  const lock = await lockOf(s3, bucket);
  if (lock === 'no-bucket') return [broken(named, `${bucket} does not exist`, NEW_BUCKET)];
  const { ObjectLockEnabled, Rule } = lock;
  return [
    ok(named, `${bucket} exists`),
    ObjectLockEnabled === 'Enabled'
      ? retention(Rule?.DefaultRetention ?? {})
      : broken(LOCK, 'is off: evidence can be overwritten and deleted', NEW_BUCKET),
  ];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
async function lockOf(s3: Pick<S3, 'getObjectLockConfiguration'>, bucket: string) {
  return await callAws(`s3:GetBucketObjectLockConfiguration of ${bucket}`, async () => {
    try {
      return (
        (await s3.getObjectLockConfiguration({ Bucket: bucket })).ObjectLockConfiguration ?? {}
      );
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'NoSuchBucket') return 'no-bucket';
      if (name === 'ObjectLockConfigurationNotFoundError') return {};
      throw error;
    }
  });
}

interface Retention {
  readonly Mode?: string | undefined;
  readonly Days?: number | undefined;
  readonly Years?: number | undefined;
}

/** Workers name no retention of their own, so the bucket's default is the only one. Pure. */
export function retention({ Mode, Days, Years }: Retention): Check {
  const named = LOCK;
  const days = Days ?? (Years ?? 0) * 365;
  if (Mode === undefined || days === 0) {
    const found = 'is on without a default retention: evidence can be deleted at once';
    return broken(named, found, RETENTION);
  }
  const found = `each object is kept ${days} days, mode ${Mode}`;
  if (Mode !== 'COMPLIANCE') {
    const who = 'whoever may do s3:BypassGovernanceRetention can delete it before';
    return warn(named, `${found}: ${who}`, RETENTION);
  }
  return days < LEAST_DAYS
    ? warn(named, `${found}: less than a year`, RETENTION)
    : ok(named, found);
}
