import type { Problem } from '../../domain/finding.ts';
import { KEY } from './kms-answers.ts';
import { ACCOUNT, BUCKET, REGION } from './s3-answers.ts';

/** A control's problem on one bucket of the workload account. */
export function problemOf(control: string, changes: Partial<Problem> = {}): Problem {
  return bucketProblem(control, BUCKET, changes);
}

export function bucketProblem(
  control: string,
  bucket: string,
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

/** A control's problem on one key. */
export function keyProblem(control: string, key: string = KEY): Problem {
  const id = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${key}`;
  return { ...problemOf(control), resource: { type: 'AwsKmsKey', id, name: key } };
}
