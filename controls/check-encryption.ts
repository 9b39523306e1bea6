import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';

import type { Verify } from './control.ts';
import { verifyBucketSetting } from './s3-bucket.ts';

/**
 * *fixed* when a default encryption rule of the bucket names one of the algorithms. `missing` is what the bucket lacks
 * otherwise, read after "has no". https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
export function verifyEncryption(algorithms: readonly string[], missing: string): Verify {
  return verifyBucketSetting({
    operation: 'GetBucketEncryption',
    call: (s3, address) => s3.getBucketEncryption(address),
    notConfigured: 'ServerSideEncryptionConfigurationNotFoundError',
    judge: (response, bucket) => {
      const rules = response?.ServerSideEncryptionConfiguration?.Rules ?? [];
      const algorithm = rules.map(algorithmOf).find((name) => algorithms.includes(name));
      const fixed = algorithm !== undefined;
      const summary = fixed
        ? `Bucket ${bucket} encrypts new objects by default with ${algorithm}.`
        : `Bucket ${bucket} has no ${missing}.`;
      return { fixed, summary, settings: { rules } };
    },
  });
}

function algorithmOf(rule: ServerSideEncryptionRule): string {
  return rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? '';
}
