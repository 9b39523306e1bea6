/** Clients of the emulated accounts, as their administrators and as Closeloop's own roles. */
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

import type { BucketState } from '../../controls/case.ts';
import type { ReadClients } from '../../controls/control.ts';
import { makeBucket as seedBucket } from '../../sandbox/aws/s3/make-bucket.ts';
import { startSandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import type { SandboxAws } from '../../sandbox/aws/sandbox-aws.ts';
import { ACCOUNT, REGION } from '../builders/problem.ts';
import { emptyMinistack } from '../sandbox/empty-ministack.ts';

export interface Emulated {
  readonly aws: SandboxAws;
  /** The workload account's administrator. */
  readonly admin: S3;
  readonly keys: KMS;
  readonly verify: ReadClients;
  readonly remediate: SSM;
  stop(): Promise<void>;
}

/** The sandbox as it comes: our documents in the accounts, each role with the actions that `roles.ts` lists. */
export async function startEmulated(): Promise<Emulated> {
  const aws = await startSandboxAws({ ministack: await emptyMinistack() });
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
  const verify = {
    kms: new KMS(asVerify),
    s3: new S3({ ...asVerify, forcePathStyle: true }),
    sts: new STS(asVerify),
  };
  const keys = new KMS({ ...config, credentials: aws.credentials(ACCOUNT) });
  const admin = new S3({ ...config, credentials: aws.credentials(ACCOUNT), forcePathStyle: true });
  const stop = async () => {
    for (const client of [admin, keys, verify.kms, verify.s3, verify.sts, remediate])
      client.destroy();
    await aws.stop();
  };
  return { aws, admin, keys, verify, remediate, stop };
}

/** Makes a bucket of that state in the Region of the tests. */
export async function makeBucket(s3: S3, name: string, state: BucketState): Promise<void> {
  await seedBucket(s3, { name, region: REGION }, state);
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
