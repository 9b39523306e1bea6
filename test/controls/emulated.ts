/** Clients of the emulated accounts, as their administrators and as Closeloop's own roles. */
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

import type { BucketState } from '../../controls/case.ts';
import type { ReadClients } from '../../controls/control.ts';
import { startSandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import type { SandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import { ACCOUNT, groupUri, REGION } from './s3-answers.ts';

export interface Emulated {
  readonly aws: SandboxAws;
  /** The workload account's administrator. */
  readonly admin: S3;
  readonly verify: ReadClients;
  readonly remediate: SSM;
  stop(): Promise<void>;
}

/** The sandbox as it comes: our documents in the accounts, each role with the actions that `roles.ts` lists. */
export async function startEmulated(): Promise<Emulated> {
  const aws = await startSandboxAws({});
  try {
    return await clientsOf(aws);
  } catch (error) {
    await aws.stop();
    throw error;
  }
}

async function clientsOf(aws: SandboxAws): Promise<Emulated> {
  const config = { endpoint: aws.url, region: REGION, maxAttempts: 1 };
  const asVerify = {
    ...config,
    credentials: await sessionOf(aws, 'closeloop-orchestrator', 'closeloop-verify'),
  };
  const credentials = await sessionOf(aws, 'closeloop-runtime', 'closeloop-remediate');
  const remediate = new SSM({ ...config, credentials });
  const verify = { s3: new S3({ ...asVerify, forcePathStyle: true }), sts: new STS(asVerify) };
  const admin = new S3({ ...config, credentials: aws.credentials(ACCOUNT), forcePathStyle: true });
  const stop = async () => {
    for (const client of [admin, verify.s3, verify.sts, remediate]) client.destroy();
    await aws.stop();
  };
  return { aws, admin, verify, remediate, stop };
}

/** Makes a bucket of that state, as its account's administrator would. */
export async function makeBucket(s3: S3, name: string, state: BucketState): Promise<void> {
  if (state.deleted) return;
  const Bucket = name;
  await s3.createBucket({
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: REGION },
    ...(state.ownership && { ObjectOwnership: state.ownership }),
  });
  await s3.deletePublicAccessBlock({ Bucket });
  if (state.acl) await putAcl(s3, Bucket, state.acl);
  if (state.policy) await s3.putBucketPolicy({ Bucket, Policy: publicPolicy(Bucket) });
  if (state.publicAccessBlock) {
    await s3.putPublicAccessBlock({
      Bucket,
      PublicAccessBlockConfiguration: state.publicAccessBlock,
    });
  }
  await putEncryption(s3, Bucket, state.encryption);
  if (state.versioning) {
    await s3.putBucketVersioning({
      Bucket,
      VersioningConfiguration: { Status: state.versioning },
    });
  }
}

/**
 * S3 has a rule for every bucket since 2023, and so does the emulation. Only a configuration without rules,
 * which the emulation takes and AWS would not, makes a bucket as they were before.
 */
async function putEncryption(s3: S3, Bucket: string, algorithm: BucketState['encryption']) {
  const Rules = algorithm
    ? [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm } }]
    : [];
  await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
}

async function putAcl(s3: S3, Bucket: string, grants: NonNullable<BucketState['acl']>) {
  const { Owner, Grants = [] } = await s3.getBucketAcl({ Bucket });
  const added = grants.map(({ to, permission }) => ({
    Grantee: granteeOf(to),
    Permission: permission as 'READ',
  }));
  await s3.putBucketAcl({ Bucket, AccessControlPolicy: { Owner, Grants: [...Grants, ...added] } });
}

function granteeOf(
  to: string,
): { Type: 'Group'; URI: string } | { Type: 'CanonicalUser'; ID: string } {
  const uri = groupUri(to);
  return uri === null ? { Type: 'CanonicalUser', ID: to } : { Type: 'Group', URI: uri };
}

function publicPolicy(bucket: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/*`,
      },
    ],
  });
}

async function sessionOf(
  aws: SandboxAws,
  worker: 'closeloop-orchestrator' | 'closeloop-runtime',
  role: string,
) {
  const env = aws.env(worker);
  const sts = new STS({
    endpoint: aws.url,
    region: REGION,
    maxAttempts: 1,
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  const { Credentials } = await sts.assumeRole({
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
    RoleSessionName: 'controls-test',
  });
  sts.destroy();
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}
