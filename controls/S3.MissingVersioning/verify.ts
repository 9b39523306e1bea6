import { verifyBucketSetting } from '../s3-bucket.ts';

/**
 * *fixed* when Status is Enabled. A bucket that never had versioning answers without a Status.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
 */
export const verify = verifyBucketSetting({
  operation: 'GetBucketVersioning',
  call: (s3, address) => s3.getBucketVersioning(address),
  judge: (response, bucket) => {
    const status = response?.Status ?? null;
    const fixed = status === 'Enabled';
    const summary = fixed
      ? `Bucket ${bucket} keeps versions of its objects.`
      : `Bucket ${bucket} keeps no versions: versioning is ${status ?? 'not configured'}.`;
    return { fixed, summary, settings: { status } };
  },
});
