import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { KMS } from '@aws-sdk/client-kms';
import { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3 } from '@aws-sdk/client-s3';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { activityInfo } from '@temporalio/activity';

import type { Accounts } from './accounts.ts';
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
  /** Whose work it is; the running activity's workflow by default. */
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
    // Asked for now, so that a refusal is found before anything is done; renewed by the SDK when it runs out.
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
        cloudFormation: new CloudFormation(config),
        kms: new KMS(config),
        s3: new S3(config),
        sts: new STS(config),
        ssm: new SSM(config),
        tagging: new ResourceGroupsTaggingAPI(config),
      };
    },
    remediate: async (account, region, partition) => {
      const config = await settings({ account, partition }, region, 'closeloop-remediate');
      return {
        kms: new KMS(config),
        s3: new S3(config),
        sts: new STS(config),
        ssm: new SSM(config),
      };
    },
  };
}

function runningWorkflowId(): string {
  const { workflowExecution, activityId } = activityInfo();
  return workflowExecution?.workflowId ?? activityId;
}
