import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { KMS } from '@aws-sdk/client-kms';
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3 } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import type { SSMClientConfig } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { activityInfo } from '@temporalio/activity';

import type { Accounts, RemediateClients } from './accounts.ts';
import { roleAssumer, sessionName } from './assume.ts';
import type { AccountRole, Entry } from './assume.ts';
import { CLIENT_DEFAULTS, clientRegion } from './client-defaults.ts';

export interface AccountClientsOptions {
  /** Under this worker's own principal in the hub account. Its connections are shared by all clients. */
  readonly sts: STS;
  /** The principal's name, for error texts: `closeloop-orchestrator`. */
  readonly principal: string;
  readonly externalId: string | null;
  /** For tests with several emulators; else the SDK's own chain (`AWS_ENDPOINT_URL`) decides. */
  readonly endpoint?: string;
  readonly now?: () => Date;
  /** For the session's name; the running activity's workflow by default. */
  readonly workflowId?: () => string;
}

type Place = Pick<Entry, 'account' | 'partition'>;

/** Clients in the accounts that Closeloop works on, each call under an assumed role. */
export function accountClients(options: AccountClientsOptions): Accounts {
  const { sts, principal, externalId, endpoint } = options;
  const now = options.now ?? (() => new Date());
  const workflowId = options.workflowId ?? runningWorkflowId;
  const assume = roleAssumer({ sts, principal, externalId, now });
  const settings = async (place: Place, region: string, role: AccountRole) => {
    const entry = { ...place, role, session: sessionName(workflowId()) };
    // Assumed now, so that a refusal is found before anything is done; the SDK renews it when it expires.
    await assume(entry);
    return {
      region: clientRegion(region, place.partition),
      credentials: () => assume(entry),
      maxAttempts: CLIENT_DEFAULTS.maxAttempts,
      requestHandler: sts.config.requestHandler,
      ...(endpoint !== undefined && { endpoint }),
    };
  };
  return {
    verify: async (account, region, partition) => {
      const config = await settings({ account, partition }, region, 'closeloop-verify');
      return {
        ...remediateClients(config),
        cloudFormation: new CloudFormation(config),
      };
    },
    remediate: async (account, region, partition) =>
      remediateClients(await settings({ account, partition }, region, 'closeloop-remediate')),
  };
}

function remediateClients(config: S3ClientConfig & SSMClientConfig): RemediateClients {
  return {
    kms: new KMS(config),
    s3: new S3(config),
    sts: new STS(config),
    ssm: new SSM(config),
    tagging: new ResourceGroupsTaggingAPI(config),
  };
}

function runningWorkflowId(): string {
  const { workflowExecution, activityId } = activityInfo();
  return workflowExecution?.workflowId ?? activityId;
}
