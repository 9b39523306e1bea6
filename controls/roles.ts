/** The IAM actions of each principal, for the sandbox's enforcement and for infra. */
import { CONTROLS } from './index.ts';

export type PrincipalName = keyof typeof LISTS;

/** IAM actions (`service:Action`, IAM's names, not the API's), sorted, without doubles. */
export function actionsOf(principal: PrincipalName): readonly string[] {
  return [...new Set(LISTS[principal]())].sort();
}

/** A transaction needs the actions of its parts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const LEDGER_READS = ['dynamodb:GetItem', 'dynamodb:Query'];
const LEDGER_WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Reads its secrets when it starts: `environment/secrets.ts`. */
const OWN_SECRETS = 'ssm:GetParameter';

/** Functions, so that nothing depends on the order in which modules load. */
const LISTS = {
  'closeloop-starter': () => [
    OWN_SECRETS,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
  'closeloop-orchestrator': () => [
    OWN_SECRETS,
    ...LEDGER_READS,
    ...LEDGER_WRITES,
    'dynamodb:Scan',
    // Loading the remediation table removes the rows that Git no longer has.
    'dynamodb:DeleteItem',
    // Checks receipts; it cannot sign one.
    'kms:VerifyMac',
    's3:PutObject',
    // Notifications, on one topic.
    'sns:Publish',
    'securityhub:GetFindings',
    'sts:AssumeRole',
    'sts:GetCallerIdentity',
  ],
  // Alone writes to Security Hub.
  'closeloop-closer': () => [
    OWN_SECRETS,
    ...LEDGER_READS,
    ...LEDGER_WRITES,
    // Requests for scoped exceptions list what they match; notifications name the owner's people.
    'dynamodb:Scan',
    // Seals its proofs with its own key, checks them and the receipts of decision channels.
    'kms:GenerateMac',
    'kms:VerifyMac',
    // What the audit finds closed without proof, it looks at itself.
    'kms:DescribeKey',
    's3:PutObject',
    'sns:Publish',
    'securityhub:BatchUpdateFindings',
    'securityhub:GetFindingHistory',
    'securityhub:GetFindings',
    'sts:AssumeRole',
    'sts:GetCallerIdentity',
  ],
  'closeloop-runtime': () => [
    OWN_SECRETS,
    // In `lifecycles`, `events`, `executions` and `caps`: docs/ledger.md, "Who may write what".
    ...LEDGER_READS,
    ...LEDGER_WRITES,
    // The whole ownership table: who may approve.
    'dynamodb:Scan',
    'kms:GenerateMac',
    'kms:VerifyMac',
    // The severity of a finding, which no message is believed about.
    'securityhub:GetFindings',
    'sns:Publish',
    'sts:AssumeRole',
    'sts:GetCallerIdentity',
  ],
  'closeloop-code': () => [
    OWN_SECRETS,
    ...LEDGER_READS,
    ...LEDGER_WRITES,
    // The whole ownership table: who is notified.
    'dynamodb:Scan',
    'bedrock:InvokeModel',
    'sns:Publish',
    'sts:AssumeRole',
    'sts:GetCallerIdentity',
  ],
  // Reads what is closed, what is told and what proves it. It writes only seals, with its own key.
  'closeloop-audit': () => [
    OWN_SECRETS,
    ...LEDGER_READS,
    'dynamodb:PutItem',
    // Every lifecycle and scoped exception has a story.
    'dynamodb:Scan',
    'kms:GenerateMac',
    // When the closer's key was made: no proof is older.
    'kms:DescribeKey',
    'kms:VerifyMac',
    'securityhub:GetFindingHistory',
    'securityhub:GetFindings',
    'sns:Publish',
    'sts:GetCallerIdentity',
  ],
  'closeloop-console': () => [
    ...LEDGER_READS,
    // fix propose.
    'bedrock:InvokeModel',
    'dynamodb:DescribeTable',
    'dynamodb:PutItem',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
    'events:DeleteRule',
    'events:DescribeRule',
    'events:ListRules',
    'events:ListTargetsByRule',
    'events:PutRule',
    'events:PutTargets',
    'events:RemoveTargets',
    'events:TagResource',
    'events:TestEventPattern',
    // findings show and doctor compare stories with their seals.
    'kms:VerifyMac',
    // findings evidence; without the list S3 does not tell what is gone from what is refused.
    's3:GetObject',
    's3:ListBucket',
    // doctor: whether the signing keys are there, and our documents in workload accounts.
    'kms:DescribeKey',
    'securityhub:BatchGetAutomationRules',
    'securityhub:GetFindings',
    'securityhub:ListAutomationRules',
    // channels test.
    'sns:Publish',
    // doctor: the topic with its subscriptions, and the lock of the evidence bucket.
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    's3:GetBucketObjectLockConfiguration',
    // doctor, and controls accept-document.
    'ssm:DescribeDocument',
    'ssm:GetDocument',
    'sts:AssumeRole',
    'sts:GetCallerIdentity',
  ],
  // Its rows in `messages`.
  'closeloop-slack': () => [OWN_SECRETS, 'dynamodb:UpdateItem'],
  // Reads `lifecycles`, `events` (plans) and `ownership`, puts used presses and refusals into `refusals`, signs with its own key.
  'closeloop-slack-interactivity': () => [
    OWN_SECRETS,
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Scan',
    'kms:GenerateMac',
  ],
  // Its rows in `messages`: a finding's ticket, and a ticket's finding.
  'closeloop-tickets': () => [OWN_SECRETS, 'dynamodb:UpdateItem'],
  // Reads `messages` and `lifecycles`, puts refusals into `refusals`.
  'closeloop-tickets-webhook': () => [OWN_SECRETS, 'dynamodb:GetItem', 'dynamodb:PutItem'],
  // Reads in `caps` which lifecycle waits for a pull request.
  'closeloop-github': () => [OWN_SECRETS, 'dynamodb:GetItem'],
  // Its rows in `messages`.
  'closeloop-teams': () => [OWN_SECRETS, 'dynamodb:UpdateItem'],
  'closeloop-verify': () => [
    ...CONTROLS.flatMap((control) => control.permissions.verify),
    // Finds the stack and source file of a resource.
    'cloudformation:DescribeStackResources',
    'cloudformation:GetTemplate',
    'cloudformation:ListStackResources',
    // doctor: whom our roles in the account trust.
    'iam:GetRole',
    'ssm:DescribeDocument',
    'ssm:GetDocument',
    'sts:GetCallerIdentity',
    'tag:GetResources',
  ],
  // This role reads the pre-state again just before the write.
  'closeloop-remediate': () => [
    ...CONTROLS.flatMap((control) => control.permissions.verify),
    'iam:PassRole',
    'ssm:DescribeDocument',
    // Only where the hash of our own document is another.
    'ssm:GetDocument',
    'ssm:GetAutomationExecution',
    'ssm:StartAutomationExecution',
    'ssm:StopAutomationExecution',
    'sts:GetCallerIdentity',
    // Whose the resource is, when an approval is checked.
    'tag:GetResources',
  ],
  'closeloop-automation': () => CONTROLS.flatMap((control) => control.permissions.automation),
} satisfies Readonly<Record<string, () => readonly string[]>>;

export const PRINCIPALS = Object.keys(LISTS).filter(isPrincipalName);

/** Any action that is not known to be a read counts as a write. */
export function isReadAction(action: string): boolean {
  return /^[a-z0-9-]+:(Get|List|Describe|BatchGet)[A-Z]\w*$/.test(action);
}

/** For names from outside, for example from a role's ARN. */
export function isPrincipalName(name: string): name is PrincipalName {
  return Object.hasOwn(LISTS, name);
}
