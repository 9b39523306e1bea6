/** Clients in the hub account, under the worker's own principal: credentials by the SDK's own chain. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { SecurityHub } from '@aws-sdk/client-securityhub';
import { SNS } from '@aws-sdk/client-sns';
import { STS } from '@aws-sdk/client-sts';

import { accountClients } from '../activities/aws/account-clients.ts';
import type { Accounts } from '../activities/aws/accounts.ts';
import { CLIENT_DEFAULTS } from '../activities/aws/client-defaults.ts';
import type { WorkerEnv } from './env.ts';

export interface HubClients {
  readonly dynamo: DynamoDBClient;
  readonly s3: S3;
  readonly kms: KMS;
  readonly securityHub: SecurityHub;
  readonly sns: SNS;
  /** Clients in the accounts that Closeloop works on, by assumed roles. */
  readonly accounts: Accounts;
}

export function hubClients(env: WorkerEnv, principal: string): HubClients {
  const here = { ...CLIENT_DEFAULTS, region: env.region };
  const sts = new STS(here);
  return {
    dynamo: new DynamoDBClient(here),
    s3: new S3(here),
    kms: new KMS(here),
    securityHub: new SecurityHub({ ...CLIENT_DEFAULTS, region: env.securityHubRegion }),
    sns: new SNS(here),
    accounts: accountClients({ sts, principal, externalId: env.externalId }),
  };
}
