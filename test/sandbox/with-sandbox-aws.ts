/** For tests that need AWS: one sandbox a suite, and clients as any of its principals. */
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';

import {
  type Credentials,
  HUB_REGION,
  type HubPrincipal,
} from '../../sandbox/aws/gateway/principals.ts';
import {
  type SandboxAws,
  type SandboxAwsOptions,
  startSandboxAws,
} from '../../sandbox/aws/sandbox-aws.ts';
import { emptyMinistack } from './empty-ministack.ts';

/** Call in a `describe`: a sandbox of its own for its tests. */
export function withSandboxAws(options: SandboxAwsOptions = {}): () => SandboxAws {
  let sandbox: SandboxAws | undefined;
  before(async function start() {
    this.timeout(60_000);
    sandbox = await startSandboxAws({ ministack: await emptyMinistack(), ...options });
  });
  after(async () => sandbox?.stop());
  return () => {
    if (!sandbox) throw new Error('The sandbox is there only while tests run.');
    return sandbox;
  };
}

/** Configuration of any AWS SDK client. */
export function as(sandbox: SandboxAws, credentials: Credentials, region: string = HUB_REGION) {
  return { endpoint: sandbox.url, region, credentials, maxAttempts: 1 };
}

/** Clients of an account's administrator. */
export function admin(sandbox: SandboxAws, account: string, region: string = HUB_REGION) {
  const config = as(sandbox, sandbox.credentials(account), region);
  return { s3: new S3(config), ssm: new SSM(config), securityHub: new SecurityHub(config) };
}

/** STS client of a hub principal. */
export function stsOf(sandbox: SandboxAws, name: HubPrincipal): STS {
  return new STS(as(sandbox, sandbox.gateway.principals.hub(name)));
}

/** Credentials of a workload role, assumed by the principal whom it trusts. */
export async function assume(
  sandbox: SandboxAws,
  account: string,
  role: 'closeloop-verify' | 'closeloop-remediate',
): Promise<Credentials> {
  const by = role === 'closeloop-verify' ? 'closeloop-orchestrator' : 'closeloop-runtime';
  const { Credentials: issued } = await stsOf(sandbox, by).assumeRole({
    RoleArn: `arn:aws:iam::${account}:role/${role}`,
    RoleSessionName: 'test',
  });
  return {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
}
