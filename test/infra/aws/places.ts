import type { PrincipalName } from '../../../controls/roles.ts';
/** A hub and a member account, as their stacks would name them. */
import { policyOf } from '../../../infra/aws/grants.ts';
import type { Hub, Place, PolicyDocument } from '../../../infra/aws/grants/place.ts';
import { isMemberRole } from '../../../infra/aws/grants/trust.ts';
import { HUB_ACCOUNT, HUB_REGION } from '../../../sandbox/aws/gateway/principals.ts';

const inHub = { partition: 'aws', region: HUB_REGION, account: HUB_ACCOUNT } as const;

export const hub: Hub = {
  ...inHub,
  ledgerPrefix: 'closeloop',
  evidenceBucket: 'closeloop-evidence',
  topicArn: `arn:aws:sns:${HUB_REGION}:${HUB_ACCOUNT}:closeloop`,
  securityHubRegion: HUB_REGION,
  modelArns: [`arn:aws:bedrock:${HUB_REGION}::foundation-model/example`],
  keyOf: (alias) => `arn:aws:kms:${HUB_REGION}:${HUB_ACCOUNT}:key/of-${alias.slice(6)}`,
};

/** Its roles act in all Regions. */
export const member: Place = { partition: 'aws', region: '*', account: '111122223333' };

export function placeOf(principal: PrincipalName): Place | Hub {
  return isMemberRole(principal) ? member : hub;
}

export function deployed(principal: PrincipalName): PolicyDocument {
  return policyOf(principal, placeOf(principal));
}
