import { createHash } from 'node:crypto';

import type { S3 } from '@aws-sdk/client-s3';

import { canonicalJson } from '../../domain/plan.ts';
import type { EvidenceRef } from '../../domain/verdict.ts';
import { callAws } from '../aws/failures.ts';
import { evidenceKey } from '../evidence/cited.ts';
import { redact } from './redact.ts';

export interface EvidenceStore {
  /**
   * Stores what one check read, redacted, and answers the place and the hash of its bytes.
   * Throws `Unavailable` or `Throttled` (retryable), `AccessDenied`, `ResourceNotFound`: there is no verdict without evidence.
   */
  keep(workflowId: string, verificationId: string, evidence: unknown): Promise<EvidenceRef>;
}

/**
 * Evidence in S3, written once and never overwritten. Retention is the bucket's Object Lock default, so that this
 * worker can neither shorten nor omit it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function evidenceInS3(s3: S3, bucket: string): EvidenceStore {
  return {
    keep: async (workflowId, verificationId, evidence) => {
      const body = Buffer.from(canonicalJson(redact(evidence)));
      const digest = createHash('sha256').update(body).digest();
      const key = evidenceKey(workflowId, verificationId);
      await callAws(`s3:PutObject of ${key} to bucket ${bucket}`, () =>
        s3.putObject({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: 'application/json',
          // S3 refuses the object unless it received exactly the bytes that the ledger's hash is of.
          ChecksumSHA256: digest.toString('base64'),
          IfNoneMatch: '*',
        }),
      );
      return { bucket, key, sha256: digest.toString('hex') };
    },
  };
}
