/** What a person chooses about member accounts. */
import { CfnParameter } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';

export interface TrustParameters {
  readonly HubAccountId: CfnParameter;
  readonly ExternalId: CfnParameter;
  readonly OrganizationId: CfnParameter;
}

/** Whom the roles of a member account trust; the stack of an organisation hands the same on to every account. */
export function trustParameters(stack: Stack): TrustParameters {
  return {
    HubAccountId: new CfnParameter(stack, 'HubAccountId', {
      type: 'String',
      description: 'The account in which Closeloop runs.',
      allowedPattern: '\\d{12}',
    }),
    ExternalId: new CfnParameter(stack, 'ExternalId', {
      type: 'String',
      description: 'The same as in the hub.',
      allowedPattern: '[\\w+=,.@:/-]{2,1224}',
    }),
    OrganizationId: new CfnParameter(stack, 'OrganizationId', {
      type: 'String',
      description:
        'The organisation of the hub, o-…; principals of no other are trusted. Empty only where the accounts have no organisation.',
      default: '',
      allowedPattern: '(o-[a-z0-9]{10,32})?',
    }),
  };
}
