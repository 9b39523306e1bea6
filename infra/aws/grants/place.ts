/** Where policies are deployed. In a stack the texts are references that CloudFormation fills in. */
export interface Place {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The Region of the ledger; `*` in a member account, whose roles act in all Regions. */
  readonly region: string;
  /** The account in which the principal lives. */
  readonly account: string;
}

/** What only the hub has; principals of the hub need it. */
export interface Hub extends Place {
  /** `CLOSELOOP_LEDGER_PREFIX`. */
  readonly ledgerPrefix: string;
  /** Name of the evidence bucket. */
  readonly evidenceBucket: string;
  /** ARN of the topic for notifications. */
  readonly topicArn: string;
  /** Where Security Hub aggregates. */
  readonly securityHubRegion: string;
  /** ARNs of the Bedrock models and inference profiles that may be asked. */
  readonly modelArns: readonly string[];
  /** ARN of the KMS key behind an alias of `macAliases`. */
  readonly keyOf: (alias: string) => string;
}

/** Conditions of a statement, as IAM writes them: operator, key, values. */
export type Conditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
  /** Why a resource has a `*`; null where none has. */
  readonly why: string | null;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** An ARN at a place. */
export function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}
