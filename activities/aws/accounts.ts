/** Clients in the resource's account and region. Only `assume.ts` turns a role name into credentials. */
import type { CloudFormation } from '@aws-sdk/client-cloudformation';
import type { ResourceGroupsTaggingAPI } from '@aws-sdk/client-resource-groups-tagging-api';
import type { SSM } from '@aws-sdk/client-ssm';

import type { ReadClients } from '../../controls/control.ts';

/** Both roles read tags: whose a resource is decides who may approve a write, and who may accept. */
interface TagClients {
  readonly tagging: ResourceGroupsTaggingAPI;
}

/** Under `closeloop-verify` in the account: reads only. */
export interface VerifyClients extends ReadClients, TagClients {
  /** Where a resource comes from. */
  readonly cloudFormation: CloudFormation;
  readonly ssm: SSM;
}

/** Under `closeloop-remediate` in the account: starts Automation and reads what the plan needs. */
export interface RemediateClients extends ReadClients, TagClients {
  readonly ssm: SSM;
}

/**
 * `partition` is that of the resource's ARN: `aws`, `aws-cn`, `aws-us-gov`.
 * Throws `RoleNotAssumable` (ApplicationFailure, not retryable) naming role, account and the answer of STS.
 */
export interface Accounts {
  verify(account: string, region: string, partition: string): Promise<VerifyClients>;
  remediate(account: string, region: string, partition: string): Promise<RemediateClients>;
}
