/**
 * On which resources each action is granted: one decision an action, for whoever has it. A `*` has its reason beside it.
 * Which actions know which resources: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import { TABLE_DEFINITIONS } from '../../../activities/ledger/dynamodb/tables.ts';
import { documentArns } from './documents.ts';
import { macAliases } from './mac-aliases.ts';
import { arn } from './place.ts';
import type { Conditions, Hub, Place } from './place.ts';

export interface Decision {
  /** ARNs. Throws for a principal that cannot have the action at that place. */
  readonly resources: (place: Place | Hub) => readonly string[];
  readonly conditions?: (place: Place) => Conditions;
  /** What AWS asks about besides the resources to which a scope narrows the action. */
  readonly beside?: (place: Place, narrowed: readonly string[]) => readonly string[];
  /** Why a `*` is in the resources. */
  readonly why?: string;
}

/** Null for an action that nobody has decided about. */
export function decisionOn(action: string): Decision | null {
  return DECISIONS.get(action) ?? null;
}

/** Every action with a decision, for the test that none is left over. */
export function decidedActions(): readonly string[] {
  return [...DECISIONS.keys()];
}

const tables: Decision = {
  resources: (place) =>
    hub(place, ({ ledgerPrefix }) =>
      TABLE_DEFINITIONS.map(({ table }) =>
        arn(place, 'dynamodb', `table/${ledgerPrefix}-${table}`),
      ),
    ),
};

/** Whoever reads a table by a query or a scan may do so through its indexes, which are resources of their own. */
const tablesWithIndexes: Decision = {
  resources: (place) => tables.resources(place).flatMap((table) => [table, ...indexesOf(table)]),
  beside: (_place, narrowed) => narrowed.flatMap(indexesOf),
};

function indexesOf(tableArn: string): readonly string[] {
  const definition = TABLE_DEFINITIONS.find(({ table }) => tableArn.endsWith(`-${table}`));
  return definition?.indexes.map(({ name }) => `${tableArn}/index/${name}`) ?? [];
}

const securityHub: Decision = {
  resources: (place) =>
    hub(place, ({ securityHubRegion }) => [
      arn({ ...place, region: securityHubRegion }, 'securityhub', 'hub/default'),
    ]),
};

const macKeys: Decision = {
  resources: (place) => hub(place, ({ keyOf }) => macAliases().map(keyOf)),
};

const evidenceBucket: Decision = {
  resources: (place) => hub(place, (of) => [`arn:${of.partition}:s3:::${of.evidenceBucket}`]),
};

const evidence: Decision = {
  resources: (place) => evidenceBucket.resources(place).map((bucket) => `${bucket}/evidence/*`),
  why: "An object's key is the lifecycle's id and the verification's.",
};

const topic: Decision = {
  resources: (place) => hub(place, ({ topicArn }) => [topicArn]),
};

const rules: Decision = {
  resources: (place) => [arn(place, 'events', 'rule/closeloop-*')],
  why: 'A route gets a second rule, closeloop-<route>-2, where one pattern would be too long.',
};

const documents: Decision = {
  resources: documentArns,
  why: 'A role of a member account reads documents in all Regions.',
};

const executions: Decision = {
  resources: (place) => [arn(place, 'ssm', 'automation-execution/*')],
  why: 'Systems Manager chooses the id of an execution when it starts it.',
};

const stacks: Decision = {
  resources: (place) => [arn(place, 'cloudformation', 'stack/*')],
  why: 'Any stack of the account may have made the resource.',
};

const buckets: Decision = {
  resources: ({ partition }) => [`arn:${partition}:s3:::*`],
  conditions: ({ account }) => ({ StringEquals: { 's3:ResourceAccount': account } }),
  why: "Any bucket of the account may have a finding; the condition keeps out other accounts' buckets.",
};

const keys: Decision = {
  resources: (place) => [arn(place, 'kms', 'key/*')],
  why: 'Any key of the account may have a finding.',
};

/** In the hub its own keys; in a member account those that may have a finding. */
const described: Decision = {
  ...keys,
  resources: (place) => ('ledgerPrefix' in place ? macKeys : keys).resources(place),
};

function noResource(what: string): Decision {
  return { resources: () => ['*'], why: `AWS knows no resource for it: ${what}.` };
}

const DECISIONS: ReadonlyMap<string, Decision> = new Map<string, Decision>([
  ['dynamodb:DeleteItem', tables],
  ['dynamodb:DescribeTable', tables],
  ['dynamodb:GetItem', tables],
  ['dynamodb:PutItem', tables],
  ['dynamodb:Query', tablesWithIndexes],
  ['dynamodb:Scan', tablesWithIndexes],
  ['dynamodb:UpdateItem', tables],
  ['kms:DescribeKey', described],
  ['kms:GenerateMac', macKeys],
  ['kms:VerifyMac', macKeys],
  ['s3:GetObject', evidence],
  ['s3:PutObject', evidence],
  ['s3:GetBucketObjectLockConfiguration', evidenceBucket],
  ['s3:ListBucket', evidenceBucket],
  ['sns:GetTopicAttributes', topic],
  ['sns:ListSubscriptionsByTopic', topic],
  ['sns:Publish', topic],
  ['bedrock:InvokeModel', { resources: (place) => hub(place, ({ modelArns }) => modelArns) }],
  ['securityhub:BatchUpdateFindings', securityHub],
  ['securityhub:GetFindingHistory', securityHub],
  ['securityhub:GetFindings', securityHub],
  [
    'securityhub:BatchGetAutomationRules',
    {
      resources: (place) =>
        hub(place, ({ securityHubRegion: region }) => [
          arn({ ...place, region }, 'securityhub', 'automation-rule/*'),
        ]),
      why: 'Security Hub chooses the ids of automation rules.',
    },
  ],
  ['securityhub:ListAutomationRules', noResource('it lists the rules of the account')],
  ['events:DeleteRule', rules],
  ['events:DescribeRule', rules],
  ['events:ListTargetsByRule', rules],
  ['events:PutRule', rules],
  ['events:PutTargets', rules],
  ['events:RemoveTargets', rules],
  ['events:TagResource', rules],
  ['events:ListRules', noResource('it lists the rules of the bus')],
  ['events:TestEventPattern', noResource('it compares a pattern with an event')],
  [
    'ssm:GetParameter',
    {
      resources: () => {
        throw new Error('ssm:GetParameter is granted only for the parameters of a scope.');
      },
    },
  ],
  ['ssm:DescribeDocument', documents],
  ['ssm:GetDocument', documents],
  ['ssm:GetAutomationExecution', executions],
  ['ssm:StopAutomationExecution', executions],
  [
    'ssm:StartAutomationExecution',
    {
      resources: () => {
        throw new Error(
          'ssm:StartAutomationExecution is granted only for the documents of a scope.',
        );
      },
      // The definition with its version is what the scope names; the document and the execution are asked about too.
      beside: (place) => [...documentArns(place), ...executions.resources(place)],
      why: "Systems Manager chooses the id of an execution; which version of Amazon's documents runs, people accept.",
    },
  ],
  [
    'iam:PassRole',
    {
      resources: ({ partition, account }) => [
        `arn:${partition}:iam::${account}:role/closeloop-automation`,
      ],
      conditions: () => ({ StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } }),
    },
  ],
  [
    'iam:GetRole',
    {
      resources: () => {
        throw new Error('iam:GetRole is granted only for the roles of a scope.');
      },
    },
  ],
  [
    'sts:AssumeRole',
    {
      resources: () => {
        throw new Error('sts:AssumeRole is granted only for the roles of a scope.');
      },
      why: 'A new account of the organisation works without a change of the hub; the role there decides whom it trusts.',
    },
  ],
  ['sts:GetCallerIdentity', noResource('it tells the caller who it is')],
  ['tag:GetResources', noResource('it reads the tags of any resource')],
  ['cloudformation:GetTemplate', stacks],
  ['cloudformation:ListStackResources', stacks],
  [
    'cloudformation:DescribeStackResources',
    {
      resources: () => ['*'],
      why: 'Asked by the resource, where no stack is named that a policy could compare.',
    },
  ],
  ...[
    'DeleteBucketPolicy',
    'GetBucketAcl',
    'GetBucketLogging',
    'GetBucketPolicy',
    'GetBucketPolicyStatus',
    'GetBucketPublicAccessBlock',
    'GetBucketVersioning',
    'GetEncryptionConfiguration',
    'PutBucketAcl',
    'PutBucketLogging',
    'PutBucketPolicy',
    'PutBucketPublicAccessBlock',
    'PutBucketVersioning',
    'PutEncryptionConfiguration',
  ].map((name) => [`s3:${name}`, buckets] as const),
  ['s3:ListAllMyBuckets', noResource('it lists the buckets of the account')],
  ['kms:DisableKeyRotation', keys],
  ['kms:EnableKeyRotation', keys],
  ['kms:GetKeyRotationStatus', keys],
  ['kms:ListKeys', noResource('it lists the keys of the account')],
]);

function hub<T>(place: Place | Hub, then: (hub: Hub) => T): T {
  if ('ledgerPrefix' in place) return then(place);
  throw new Error('This action works on what only the hub has; a role of a member account has it.');
}
