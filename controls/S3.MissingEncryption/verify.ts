import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';

import type { Problem } from '../../domain/finding.ts';
import type { Look, ReadClients } from '../control.ts';
import { attempt, failedWith, responsesOf } from '../reading.ts';
import type { Pause } from '../retry.ts';
import { addressOf, lookForBucket, saysNoSuchBucket, unreadable } from '../s3-bucket.ts';

/**
 * *fixed* when a default encryption rule names AES256 or KMS.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
export async function verify(problem: Problem, read: ReadClients, pause?: Pause): Promise<Look> {
  const encryption = await attempt(() => read.s3.getBucketEncryption(addressOf(problem)), pause);
  const readings = { GetBucketEncryption: encryption };
  if (saysNoSuchBucket(readings)) return lookForBucket(problem, read, readings, pause);
  const none = failedWith(encryption, 'ServerSideEncryptionConfigurationNotFoundError');
  if (!encryption.answered && !none) return unreadable(problem, readings, readings);
  const rules = encryption.answered
    ? (encryption.value.ServerSideEncryptionConfiguration?.Rules ?? [])
    : [];
  const algorithm = rules.map((rule) => algorithmOf(rule)).find((name) => ENCRYPTS.has(name));
  const bucket = problem.resource.name;
  return {
    verdict: algorithm === undefined ? 'open' : 'fixed',
    summary:
      algorithm === undefined
        ? `Bucket ${bucket} has no default encryption rule.`
        : `Bucket ${bucket} encrypts new objects by default with ${algorithm}.`,
    error: null,
    responses: responsesOf(readings),
    settings: { rules },
  };
}

/** `aws:kms:dsse` is KMS in two layers: see docs/decisions/what-counts-as-encrypted.md. */
const ENCRYPTS = new Set(['AES256', 'aws:kms', 'aws:kms:dsse']);

function algorithmOf(rule: ServerSideEncryptionRule): string {
  return rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? '';
}
