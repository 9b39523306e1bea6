import { verifyBucketSetting } from '../s3-bucket.ts';

/**
 * *fixed* when server access logs go to a bucket. Without logging S3 answers without LoggingEnabled.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
 */
export const verify = verifyBucketSetting({
  operation: 'GetBucketLogging',
  call: (s3, address) => s3.getBucketLogging(address),
  judge: (response, bucket) => {
    const target = response?.LoggingEnabled?.TargetBucket ?? null;
    const summary =
      target === null
        ? `Bucket ${bucket} writes no access logs.`
        : `Bucket ${bucket} writes its access logs to ${target}.`;
    return { fixed: target !== null, summary, settings: { target } };
  },
});
