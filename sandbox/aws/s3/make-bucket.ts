import type { S3 } from '@aws-sdk/client-s3';

import type { BucketState } from '../../../controls/case.ts';

export interface Place {
  readonly name: string;
  readonly region: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Makes a bucket in that state. `s3` needs the credentials of the account's administrator. */
export async function makeBucket(s3: S3, place: Place, state: BucketState): Promise<void> {
  if (state.deleted === true) return;
  const { name: Bucket, region, tags = {} } = place;
  await s3.createBucket({
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: locationOf(region) },
    ...(state.ownership && { ObjectOwnership: state.ownership }),
  });
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (TagSet.length > 0) await s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
  await s3.deletePublicAccessBlock({ Bucket });
  if (state.acl) await putAcl(s3, Bucket, state.acl);
  if (state.policy) await s3.putBucketPolicy({ Bucket, Policy: policyText(Bucket, state.policy) });
  if (state.logging !== undefined) {
    const LoggingEnabled = { TargetBucket: state.logging, TargetPrefix: `${Bucket}/` };
    await s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
  }
  if (state.publicAccessBlock) {
    const PublicAccessBlockConfiguration = state.publicAccessBlock;
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration });
  }
  await putEncryption(s3, Bucket, state.encryption);
  if (state.versioning) {
    const VersioningConfiguration = { Status: state.versioning };
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration });
  }
}

/**
 * S3 has a rule for every bucket since 2023, and so does the emulation. Only a configuration without rules,
 * which the emulation takes and AWS would not, makes a bucket as they were before.
 */
async function putEncryption(
  s3: S3,
  Bucket: string,
  algorithm: BucketState['encryption'],
): Promise<void> {
  const Rules = algorithm
    ? [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm } }]
    : [];
  await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
}

async function putAcl(
  s3: S3,
  Bucket: string,
  grants: NonNullable<BucketState['acl']>,
): Promise<void> {
  const { Owner, Grants = [] } = await s3.getBucketAcl({ Bucket });
  const added = grants.map(({ to, permission }) => ({
    Grantee: granteeOf(to),
    Permission: permissionOf(permission),
  }));
  await s3.putBucketAcl({ Bucket, AccessControlPolicy: { Owner, Grants: [...Grants, ...added] } });
}

const PERMISSIONS = ['FULL_CONTROL', 'READ', 'READ_ACP', 'WRITE', 'WRITE_ACP'] as const;

function permissionOf(text: string): (typeof PERMISSIONS)[number] {
  const found = PERMISSIONS.find((permission) => permission === text);
  if (found === undefined)
    throw new Error(`${text} is no ACL permission: ${PERMISSIONS.join(', ')}`);
  return found;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const GROUPS: Readonly<Record<string, string>> = {
  AllUsers: 'http://acs.amazonaws.com/groups/global/AllUsers',
  AuthenticatedUsers: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
  LogDelivery: 'http://acs.amazonaws.com/groups/s3/LogDelivery',
};

function granteeOf(
  to: string,
): { Type: 'Group'; URI: string } | { Type: 'CanonicalUser'; ID: string } {
  const uri = GROUPS[to];
  return uri === undefined ? { Type: 'CanonicalUser', ID: to } : { Type: 'Group', URI: uri };
}

/** The bucket policy that a case names by a word. */
export function policyText(bucket: string, word: NonNullable<BucketState['policy']>): string {
  const arn = `arn:aws:s3:::${bucket}`;
  const Action = word === 'public-write' ? 's3:PutObject' : 's3:GetObject';
  const open = { Effect: 'Allow', Principal: '*', Action, Resource: `${arn}/*` };
  const denial = {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: word === 'denies-insecure-reads' ? 's3:GetObject' : 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const both = word === 'public-and-denies-insecure';
  const isOpen = word === 'public' || word === 'public-write';
  const Statement = isOpen ? [open] : both ? [open, denial] : [denial];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function locationOf(region: string): 'eu-west-1' | 'eu-central-1' {
  if (region === 'eu-west-1' || region === 'eu-central-1') return region;
  throw new Error(`The sandbox has no Region ${region}: use eu-west-1 or eu-central-1.`);
}
