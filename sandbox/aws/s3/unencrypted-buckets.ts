import { AwsError } from '../gateway/aws-error.ts';
import type { Call } from '../gateway/identify/call.ts';
import type { WireAnswer } from '../gateway/wire.ts';
import { SENTINELS } from '../sentinels.ts';

/**
 * S3 gives every bucket a default encryption since January 2023, so a bucket without one cannot be made any more.
 * Buckets whose name contains `unencrypted` have none until somebody sets it.
 */
export interface UnencryptedBuckets {
  /** The answer as such a bucket gives it; throws ServerSideEncryptionConfigurationNotFoundError. */
  adjust(call: Call, account: string, answer: WireAnswer): WireAnswer;
  clear(): void;
}

export function createUnencryptedBuckets(): UnencryptedBuckets {
  const encrypted = new Set<string>();
  return {
    adjust: (call, account, answer) => {
      const isUnencrypted = call.service === 's3' && call.resource.includes(SENTINELS.unencrypted);
      if (!isUnencrypted || answer.status >= 300) return answer;
      const bucket = `${account} ${call.resource}`;
      if (call.operation === 'PutBucketEncryption') encrypted.add(bucket);
      if (['DeleteBucketEncryption', 'DeleteBucket'].includes(call.operation)) {
        encrypted.delete(bucket);
      }
      if (call.operation === 'GetBucketEncryption' && !encrypted.has(bucket)) throw notFound();
      return answer;
    },
    clear: () => encrypted.clear(),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
function notFound(): AwsError {
  const message = 'The server side encryption configuration was not found';
  return new AwsError('ServerSideEncryptionConfigurationNotFoundError', message, 404);
}
