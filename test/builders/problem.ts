/** Problems on one bucket or key of the payments account. */
import type { Problem } from '../../domain/finding.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const BUCKET = 'payments-logs';
export const KEY = '6f1c2f0e-7d55-4a0e-9c0b-5d8f0c3a2b11';

/** A control's problem on a bucket. */
export function bucketProblem(
  control: string,
  bucket: string = BUCKET,
  changes: Partial<Problem> = {},
): Problem {
  return {
    control,
    findingType: control,
    account: ACCOUNT,
    region: REGION,
    resource: { type: 'AwsS3Bucket', id: `arn:aws:s3:::${bucket}`, name: bucket },
    unmappedReason: null,
    ...changes,
  };
}

/** A control's problem on a key. */
export function keyProblem(control: string, key: string = KEY): Problem {
  const id = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${key}`;
  return { ...bucketProblem(control), resource: { type: 'AwsKmsKey', id, name: key } };
}

/** The bucket is public. */
export const problem: Problem = bucketProblem('S3.PublicAccess');
export const WORKFLOW_ID = 'S3.PublicAccess:111122223333:eu-west-1:payments-logs:5f2c1a9b04';

/** What `begin` needs. */
export const opening = { problem, workflowId: WORKFLOW_ID, opener: 'run-1' };
