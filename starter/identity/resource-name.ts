import type { Resource } from '../../domain/finding.ts';
import { partitionOf } from '../../domain/partitions.ts';

export const KMS_KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Why no resource of this type can have this name, so that no control may touch it; null when one can. */
export function impossibleName({ type, name }: Resource, region: string): string | null {
  if (type === 'AwsS3Bucket') return impossibleBucketName(name, region);
  const isKey = KMS_KEY_ID.test(name);
  return type !== 'AwsKmsKey' || isKey ? null : `"${name.slice(0, 100)}" is no id of a KMS key`;
}

/**
 * Why no general purpose bucket can have this name; null when one can. The name is not repaired: a repaired name would
 * be another bucket's. Names are case-sensitive: buckets made in us-east-1 before March 2018 may have capitals,
 * underscores and 255 characters.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function impossibleBucketName(name: string, region: string): string | null {
  if (isLegacy(name, region)) return null;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    return 'a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens, and begins and ends with a letter or digit';
  }
  if (name.includes('..')) return 'a bucket name has no two adjacent dots';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'a bucket name is no IP address';
  if (/^(xn--|sthree-)/.test(name)) return 'S3 reserves this prefix';
  return /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
    ? 'S3 reserves this suffix for what is no general purpose bucket'
    : null;
}

function isLegacy(name: string, region: string): boolean {
  const old = region === 'us-east-1' && partitionOf(region) === 'aws';
  return old && /[A-Z_]/.test(name) && /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(name);
}
