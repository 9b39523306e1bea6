import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';

import type { Problem } from '../domain/finding.ts';
import type { Look, ReadClients } from './control.ts';
import { attempt, failedWith, responsesOf } from './reading.ts';
import type { Pause } from './retry.ts';
import { addressOf, lookForBucket, saysNoSuchBucket, unreadable } from './s3-bucket.ts';

export interface WantedEncryption {
  /** Algorithms of a default rule that fix the problem. */
  readonly algorithms: readonly string[];
  /** What is missing otherwise, to be read after "has no". */
  readonly missing: string;
  readonly pause?: Pause | undefined;
}

/**
 * *fixed* when a default encryption rule of the bucket names one of the wanted algorithms.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
export async function lookAtEncryption(
  problem: Problem,
  read: ReadClients,
  { algorithms, missing, pause }: WantedEncryption,
): Promise<Look> {
  const encryption = await attempt(() => read.s3.getBucketEncryption(addressOf(problem)), pause);
  const readings = { GetBucketEncryption: encryption };
  if (saysNoSuchBucket(readings)) return lookForBucket(problem, read, readings, pause);
  const none = failedWith(encryption, 'ServerSideEncryptionConfigurationNotFoundError');
  if (!encryption.answered && !none) return unreadable(problem, readings, readings);
  const rules = encryption.answered
    ? (encryption.value.ServerSideEncryptionConfiguration?.Rules ?? [])
    : [];
  const algorithm = rules.map(algorithmOf).find((name) => algorithms.includes(name));
  const bucket = problem.resource.name;
  return {
    verdict: algorithm === undefined ? 'open' : 'fixed',
    summary:
      algorithm === undefined
        ? `Bucket ${bucket} has no ${missing}.`
        : `Bucket ${bucket} encrypts new objects by default with ${algorithm}.`,
    error: null,
    responses: responsesOf(readings),
    settings: { rules },
  };
}

function algorithmOf(rule: ServerSideEncryptionRule): string {
  return rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? '';
}
