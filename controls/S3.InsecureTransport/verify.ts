import { PARTITIONS } from '../../domain/partitions.ts';
import type { Value, View } from '../code-change.ts';
import { verifyBucketSetting } from '../s3-bucket.ts';
import { deniesInsecure } from './transport-policy.ts';

/**
 * *fixed* when the bucket's policy denies everybody every S3 action on the bucket and its objects without TLS.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export const verify = verifyBucketSetting({
  operation: 'GetBucketPolicy',
  call: (s3, address) => s3.getBucketPolicy(address),
  notConfigured: 'NoSuchBucketPolicy',
  judge: (response, bucket) => {
    const policy = response?.Policy ?? null;
    const fixed = policy !== null && deniesInsecure(parse(policy), bucketView(bucket)) === 'pass';
    const why = policy === null ? 'it has no policy' : 'its policy does not deny them all';
    const summary = fixed
      ? `Bucket ${bucket} denies requests without TLS.`
      : `Bucket ${bucket} answers requests without TLS: ${why}.`;
    return { fixed, summary, settings: { policy } };
  },
});

/** S3 stores no policy that is not JSON. */
function parse(text: string): Value {
  const value: unknown = JSON.parse(text);
  return valueOf(value);
}

function valueOf(json: unknown): Value {
  if (Array.isArray(json)) return json.map(valueOf);
  if (typeof json === 'object' && json !== null) {
    return new Map(Object.entries(json).map(([name, value]) => [name, valueOf(value)]));
  }
  const scalar = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
  return scalar ? json : null;
}

function bucketView(bucket: string): Pick<View, 'isArn'> {
  const arns = PARTITIONS.map(({ name }) => `arn:${name}:s3:::${bucket}`);
  return {
    isArn: (value, suffix) =>
      typeof value === 'string' && arns.some((arn) => value === arn + suffix),
  };
}
