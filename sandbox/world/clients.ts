import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';

import type { SandboxAws } from '../aws/sandbox-aws.ts';

/** Clients of an account's administrator, for seeding and for checks. */
export interface AdminClients {
  s3(account: string, region: string): S3;
  securityHub(account: string, region: string): SecurityHub;
  cloudFormation(account: string, region: string): CloudFormation;
}

export function adminClients(aws: SandboxAws): AdminClients {
  const config = (account: string, region: string) => ({
    endpoint: aws.url,
    region,
    credentials: aws.credentials(account),
    maxAttempts: 1,
  });
  return {
    s3: cached((account, region) => new S3({ ...config(account, region), forcePathStyle: true })),
    cloudFormation: cached((account, region) => new CloudFormation(config(account, region))),
    securityHub: cached((account, region) => new SecurityHub(config(account, region))),
  };
}

/** One client for an account and region, since each keeps connections open. */
function cached<T>(make: (account: string, region: string) => T): typeof make {
  const made = new Map<string, T>();
  return (account, region) => {
    const key = `${account} ${region}`;
    const client = made.get(key) ?? make(account, region);
    made.set(key, client);
    return client;
  };
}
