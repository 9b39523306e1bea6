import type { GetBucketAclOutput, Grant, PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';

import type { Problem } from '../../domain/finding.ts';
import type { CheckResult, Verify } from '../control.ts';
import { failedWith, responsesOf, tryRead } from '../reading.ts';
import type { Readings } from '../reading.ts';
import {
  addressOf,
  confirmBucketAbsence,
  saysNoSuchBucket,
  unknownBucket,
  unreadableBucket,
} from '../s3-bucket.ts';
import { publicGroupName } from './public-groups.ts';

/**
 * *fixed* only when no ACL grant reaches everybody or every AWS account, and all four flags of the
 * bucket's own public access block are true. The policy status is evidence: RestrictPublicBuckets makes
 * even a public policy harmless, so it does not decide.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const verify: Verify = async (problem, read, pause) => {
  const bucket = addressOf(problem);
  const [acl, block, policy] = await Promise.all([
    tryRead(() => read.s3.getBucketAcl(bucket), pause),
    tryRead(() => read.s3.getPublicAccessBlock(bucket), pause),
    tryRead(() => read.s3.getBucketPolicyStatus(bucket), pause),
  ]);
  const readings = {
    GetBucketAcl: acl,
    GetPublicAccessBlock: block,
    GetBucketPolicyStatus: policy,
  };
  if (saysNoSuchBucket(readings)) return confirmBucketAbsence(problem, { read, readings, pause });
  const noBlock = failedWith(block, 'NoSuchPublicAccessBlockConfiguration');
  if (!acl.answered || (!block.answered && !noBlock)) {
    const deciding = noBlock
      ? { GetBucketAcl: acl }
      : { GetBucketAcl: acl, GetPublicAccessBlock: block };
    return unreadableBucket(problem, readings, deciding);
  }
  if (acl.value.Owner?.ID === undefined) return notAnAcl(problem, readings);
  const flags = block.answered ? block.value.PublicAccessBlockConfiguration : undefined;
  const faults = [...publicGrants(acl.value), ...missingFlags(flags)];
  return {
    verdict: faults.length === 0 ? 'fixed' : 'open',
    summary: summaryOf(problem.resource.name, faults),
    error: null,
    responses: responsesOf(readings),
    settings: { publicAccessBlock: flagsOf(flags), acl: aclOf(acl.value) },
  };
};

/** Every ACL has an owner: without one the response is not the ACL, and "no public grant" proves nothing. */
function notAnAcl(problem: Problem, readings: Readings): CheckResult {
  const error = 'GetBucketAcl answered without an owner, so this is not the ACL';
  return unknownBucket(problem, error, readings);
}

function publicGrants(acl: GetBucketAclOutput): readonly string[] {
  return (acl.Grants ?? []).flatMap((grant) => {
    const group = publicGroupName(grant.Grantee?.URI ?? '');
    return group === null ? [] : [`the ACL grants ${grant.Permission ?? '?'} to ${group}`];
  });
}

/** Of a bucket's own public access block. */
export const PUBLIC_ACCESS_FLAGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const;

function missingFlags(flags: PublicAccessBlockConfiguration | undefined): readonly string[] {
  if (flags === undefined) return ['it has no public access block'];
  const missing = PUBLIC_ACCESS_FLAGS.filter((flag) => flags[flag] !== true);
  return missing.length === 0 ? [] : [`its public access block lacks ${missing.join(', ')}`];
}

function summaryOf(bucket: string, faults: readonly string[]): string {
  if (faults.length > 0) return `Bucket ${bucket} can be public: ${faults.join('; ')}.`;
  return `Bucket ${bucket} is not public: no public ACL grant, and all four public access block flags are true.`;
}

/** Every flag, so that an absent one and a false one give the same pre-state; null without a block. */
function flagsOf(flags: PublicAccessBlockConfiguration | undefined): unknown {
  if (flags === undefined) return null;
  return Object.fromEntries(PUBLIC_ACCESS_FLAGS.map((flag) => [flag, flags[flag] === true]));
}

/** Ids only: S3 no longer sends display names always, and that must not count as drift. */
function aclOf(acl: GetBucketAclOutput): unknown {
  return {
    owner: acl.Owner?.ID ?? null,
    grants: (acl.Grants ?? []).map((grant) => grantOf(grant)),
  };
}

function grantOf({ Grantee, Permission }: Grant): unknown {
  const to = Grantee?.ID ?? Grantee?.URI ?? Grantee?.EmailAddress ?? null;
  return { type: Grantee?.Type ?? null, to, permission: Permission ?? null };
}
