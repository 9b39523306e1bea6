/** What a person chooses about the hub. Each has a description, because CloudFormation's form shows nothing else. */
import { CfnParameter } from 'aws-cdk-lib';
import type { CfnParameterProps, Stack } from 'aws-cdk-lib';

export type HubParameters = ReturnType<typeof hubParameters>;

export function hubParameters(stack: Stack) {
  const of: Make = (name, props) => new CfnParameter(stack, name, props);
  return { ...ofStorage(of), ...ofSurroundings(of), ...ofFunctions(of), ...ofWorkers(of) };
}

type Make = (name: string, props: CfnParameterProps) => CfnParameter;

const text = (description: string, more: CfnParameterProps = {}): CfnParameterProps => ({
  type: 'String',
  description,
  ...more,
});
/** Empty for "none". */
const optional = (description: string): CfnParameterProps => text(description, { default: '' });
const onOff = (description: string): CfnParameterProps =>
  text(description, { default: 'off', allowedValues: ['on', 'off'] });

/** What is kept, and for how long. */
function ofStorage(of: Make) {
  return {
    LedgerPrefix: of(
      'LedgerPrefix',
      text("Begins the names of the ledger's tables: CLOSELOOP_LEDGER_PREFIX.", {
        default: 'closeloop',
        allowedPattern: '[A-Za-z0-9_.-]{1,200}',
      }),
    ),
    EvidenceDays: of('EvidenceDays', {
      type: 'Number',
      description: 'For how many days Object Lock keeps each piece of evidence.',
      default: 400,
      minValue: 1,
      maxValue: 36_500,
    }),
    EvidenceLock: of(
      'EvidenceLock',
      text(
        'GOVERNANCE: a principal with s3:BypassGovernanceRetention may delete evidence earlier. COMPLIANCE: nobody may, not even the root user.',
        { default: 'GOVERNANCE', allowedValues: ['GOVERNANCE', 'COMPLIANCE'] },
      ),
    ),
    LogDays: of('LogDays', {
      type: 'Number',
      description: 'For how many days logs are kept.',
      default: '90',
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
      allowedValues: ['30', '60', '90', '120', '180', '365', '400', '731', '1827', '3653'],
    }),
  };
}

/** What the hub works with, and who works with it. */
function ofSurroundings(of: Make) {
  return {
    SecurityHubRegion: of(
      'SecurityHubRegion',
      text('The Region in which Security Hub aggregates findings.', {
        allowedPattern: '[a-z]{2}(-[a-z]+)+-\\d',
      }),
    ),
    ExternalId: of(
      'ExternalId',
      text('Sent when a role of a member account is assumed; the member stack needs the same.', {
        allowedPattern: '[\\w+=,.@:/-]{2,1224}',
      }),
    ),
    TemporalAddress: of(
      'TemporalAddress',
      text('TEMPORAL_ADDRESS, for example eu-west-1.aws.api.temporal.io:7233.', {
        allowedPattern: '[\\w.-]+:\\d{1,5}',
      }),
    ),
    TemporalNamespace: of(
      'TemporalNamespace',
      text('TEMPORAL_NAMESPACE.', { allowedPattern: '[\\w.-]+' }),
    ),
    TemporalUi: of(
      'TemporalUi',
      optional("The root of Temporal's Web UI, for links in messages; empty for no links."),
    ),
    ConsolePrincipalArns: of('ConsolePrincipalArns', {
      type: 'CommaDelimitedList',
      description:
        'ARNs of the roles in this account whose sessions may assume closeloop-console; * stands for any characters. Empty: nobody.',
      default: '',
    }),
  };
}

/** The Lambda functions. */
function ofFunctions(of: Make) {
  return {
    CodeBucket: of(
      'CodeBucket',
      text('The bucket with the zips of the functions, in this Region.'),
    ),
    CodePrefix: of(
      'CodePrefix',
      text('The folder of the zips in that bucket, without a slash at its end.', {
        allowedPattern: '[\\w.-]+(/[\\w.-]+)*',
      }),
    ),
    StarterConcurrency: of('StarterConcurrency', {
      type: 'Number',
      description: 'How many batches of findings are taken at once at most.',
      default: 10,
      minValue: 2,
      maxValue: 1000,
    }),
    Slack: of('Slack', onOff('Whether notifications go to Slack, and people decide there.')),
    Teams: of('Teams', onOff('Whether notifications go to Microsoft Teams.')),
    Tickets: of('Tickets', onOff('Whether findings get tickets in Jira or Azure DevOps.')),
    GitHub: of('GitHub', onOff("Whether GitHub's webhook tells of merges.")),
  };
}

/** The tasks on Fargate. */
function ofWorkers(of: Make) {
  return {
    WorkerImage: of('WorkerImage', text('The image of the workers, with its tag or digest.')),
    WorkerRepositoryArn: of(
      'WorkerRepositoryArn',
      text('The ARN of the ECR repository of that image.', {
        allowedPattern: 'arn:[\\w-]+:ecr:[\\w-]+:\\d{12}:repository/.+',
      }),
    ),
    CpuArchitecture: of(
      'CpuArchitecture',
      text('Of the image.', { default: 'X86_64', allowedValues: ['X86_64', 'ARM64'] }),
    ),
    PoliciesCommit: of(
      'PoliciesCommit',
      text('The commit of the policies in the image: CLOSELOOP_POLICIES_COMMIT.', {
        allowedPattern: '[\\w.-]{1,100}',
      }),
    ),
    VpcId: of('VpcId', { type: 'AWS::EC2::VPC::Id', description: 'The VPC of the workers.' }),
    SubnetIds: of('SubnetIds', {
      type: 'List<AWS::EC2::Subnet::Id>',
      description:
        'Subnets of the workers. They get no public address, so these need a way to AWS and to Temporal.',
    }),
    CodeWorker: of(
      'CodeWorker',
      onOff('Whether fixes in code are proposed: needs a model and a GitHub App.'),
    ),
    ModelId: of('ModelId', optional('CLOSELOOP_MODEL_ID: a Bedrock model or inference profile.')),
    ModelArns: of('ModelArns', {
      type: 'CommaDelimitedList',
      description: 'ARNs of that model or of the inference profile and its models in each Region.',
      default: 'arn:aws:bedrock:::none',
    }),
  };
}
