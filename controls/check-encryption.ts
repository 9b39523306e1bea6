import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';

import type { Problem } from '../domain/finding.ts';
import type { CheckResult, ReadClients } from './control.ts';
import type { Pause } from './retry.ts';
import { checkBucketSetting } from './s3-bucket.ts';

export interface WantedEncryption {
  /** Algorithms of a default rule that fix the problem. */
  readonly algorithms: readonly string[];
  /** What is missing otherwise, to be read after "has no". */
  readonly missing: string;
  readonly pause: Pause | undefined;
}

/**
 * *fixed* when a default encryption rule of the bucket names one of the wanted algorithms.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
export async function checkEncryption(
  problem: Problem,
  read: ReadClients,
  { algorithms, missing, pause }: WantedEncryption,
): Promise<CheckResult> {
  const bucket = problem.resource.name;
  return checkBucketSetting(
    problem,
    { read, pause },
    {
      operation: 'GetBucketEncryption',
      call: (address) => read.s3.getBucketEncryption(address),
      notConfigured: 'ServerSideEncryptionConfigurationNotFoundError',
      judge: (response) => {
        const rules = response?.ServerSideEncryptionConfiguration?.Rules ?? [];
        const algorithm = rules.map(algorithmOf).find((name) => algorithms.includes(name));
        const fixed = algorithm !== undefined;
        const summary = fixed
          ? `Bucket ${bucket} encrypts new objects by default with ${algorithm}.`
          : `Bucket ${bucket} has no ${missing}.`;
        return { fixed, summary, settings: { rules } };
      },
    },
  );
}

function algorithmOf(rule: ServerSideEncryptionRule): string {
  return rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? '';
}
