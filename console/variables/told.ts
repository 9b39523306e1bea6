/** What people are told about each variable of ours; who reads it and its default come from the readers' schemas. */

export interface Told {
  readonly says: string;
  readonly example: string;
  /** Where the schema's own default says nothing to people, or the variable is in no schema. */
  readonly default?: string;
  /** Who reads it, for one that is in no schema. */
  readonly readBy?: string;
}

const SETUP = 'the sandbox, `npm run setup` and `doctor`';
const FOUND = 'looked for in the cache and on `PATH`, else obtained';

export const TOLD: Readonly<Record<string, Told>> = {
  CLOSELOOP_BEDROCK_REGION: {
    says: 'Region of the Bedrock model that drafts fixes',
    example: 'eu-central-1',
    default: 'that of `AWS_REGION`',
    readBy: 'CLI (`doctor`)',
  },
  CLOSELOOP_BUNDLE_CACHE_DIR: {
    says: 'folder in which workers of the same sources share the workflow bundle; for sandboxes',
    example: '/var/cache/closeloop/bundles',
    default: 'the bundle is made at every start',
  },
  CLOSELOOP_CACHE_DIR: {
    says: 'folder of the tools that `npm run setup` obtains',
    example: '/var/cache/closeloop',
    default: '`closeloop` in the user’s cache folder',
    readBy: SETUP,
  },
  CLOSELOOP_CFN_LINT: {
    says: 'a Python that has cfn-lint, which checks the templates of `infra/aws`',
    example: '/opt/cfn-lint/bin/python',
    default: FOUND,
    readBy: 'tests',
  },
  CLOSELOOP_CHECKOV: {
    says: 'a Python that has Checkov, the second scanner of fixes in code',
    example: '/opt/checkov/bin/python',
    default: 'no second scanner; for the CLI what `npm run setup` obtained',
    readBy: 'CLI (`fix`, `doctor`)',
  },
  CLOSELOOP_DEBUG: {
    says: 'any value: the CLI prints the stack of an error',
    example: '1',
    default: 'none',
    readBy: 'CLI',
  },
  CLOSELOOP_DEPLOYMENT: {
    says: 'name and build id of the Temporal Worker Deployment that this worker belongs to',
    example: 'closeloop:2026-11-23',
    default: 'no Worker Deployment',
  },
  CLOSELOOP_EVIDENCE_BUCKET: {
    says: 'S3 bucket in which each check leaves its redacted raw answers, with Object Lock',
    example: 'closeloop-evidence-222233334444',
    default: 'none: `findings evidence` cannot read it',
  },
  CLOSELOOP_EXTERNAL_ID: {
    says: 'external id that the roles in workload accounts ask for',
    example: 'closeloop-7f3a',
    default: 'none is sent',
  },
  CLOSELOOP_FULL: {
    says: '`1`: long proofs run in their full size (`npm run test:full`)',
    example: '1',
    default: 'the size that CI runs',
    readBy: 'tests',
  },
  CLOSELOOP_GITHUB_APP_ID: {
    says: 'id of the GitHub App that opens pull requests ([GitHub](github.md))',
    example: '123456',
    default: 'none; then a token is needed',
  },
  CLOSELOOP_GITHUB_APP_KEY: {
    says: 'private key of that app, PEM; a secret',
    example: '-----BEGIN RSA PRIVATE KEY-----…',
    default: 'none; then a token is needed',
  },
  CLOSELOOP_GITHUB_TOKEN: {
    says: 'token in place of the app; a secret',
    example: 'github_pat_…',
    default: 'none; then the app is needed',
  },
  CLOSELOOP_GITHUB_URL: {
    says: "root of GitHub's API, for GitHub Enterprise",
    example: 'https://github.example.com/api/v3',
  },
  CLOSELOOP_HCLFMT: {
    says: "HashiCorp's formatter, a witness of the long proofs",
    example: '/usr/local/bin/hclfmt',
    default: FOUND,
    readBy: 'tests',
  },
  CLOSELOOP_LEDGER_PREFIX: {
    says: 'what the names of the ledger’s DynamoDB tables begin with',
    example: 'closeloop-prod',
  },
  CLOSELOOP_MINISTACK: {
    says: 'a Python that has MiniStack, the AWS emulator',
    example: '/opt/ministack/bin/python',
    default: FOUND,
    readBy: SETUP,
  },
  CLOSELOOP_MODEL_ID: {
    says: 'Bedrock model or inference profile that drafts fixes',
    example: 'eu.anthropic.claude-sonnet-4-20250514-v1:0',
    readBy: 'CLI (`fix propose`, `doctor`)',
  },
  CLOSELOOP_MODEL_INPUT_PRICE: {
    says: 'US dollars for a million input tokens, so that the story says what an attempt cost',
    example: '3',
    default: 'costs are not told',
  },
  CLOSELOOP_MODEL_MAX_TOKENS: { says: 'longest answer of the model, in tokens', example: '8000' },
  CLOSELOOP_MODEL_OUTPUT_PRICE: {
    says: 'US dollars for a million output tokens; both prices or neither',
    example: '15',
    default: 'costs are not told',
  },
  CLOSELOOP_MODEL_TEMPERATURE: { says: 'temperature of the model, 0 to 1', example: '0.2' },
  CLOSELOOP_POLICIES_COMMIT: {
    says: 'commit from which the policies were deployed; the story names it',
    example: '1a2b3c4d',
    default: 'Git is asked',
  },
  CLOSELOOP_POLICIES_DIR: {
    says: 'folder of the policy files',
    example: './policies',
    default: '`policies/` beside the code',
  },
  CLOSELOOP_SECRETS: {
    says: 'SSM parameter, a SecureString, that holds further variables as JSON: secrets stand in no definition of a function or task',
    example: '/closeloop/starter',
    default: 'all variables are in the environment',
    readBy: 'every worker and function',
  },
  CLOSELOOP_SECURITYHUB_REGION: {
    says: 'Region in which Security Hub aggregates the findings',
    example: 'eu-west-1',
    default: 'that of `AWS_REGION`',
  },
  CLOSELOOP_SEED: {
    says: 'seed of the random lives; `1234/17` is one life of a batch',
    example: '51265',
    default: 'a new one each time',
    readBy: 'tests',
  },
  CLOSELOOP_SETTLE_SECONDS: {
    says: 'replaces every wait between a write and its verification; for sandboxes',
    example: '2',
    default: 'as controls and policies say',
  },
  CLOSELOOP_SLACK_CHANNEL: {
    says: 'Slack channel for findings whose team names none',
    example: '#security-findings',
    default: 'such findings are not posted',
  },
  CLOSELOOP_TEAMS_DEFAULT: {
    says: 'name in `TEAMS_WORKFLOWS` for findings whose team names none',
    example: 'security',
    default: 'such findings are not posted',
  },
  CLOSELOOP_TEMPORAL_CLI: {
    says: 'the Temporal CLI, which is the sandbox’s server',
    example: '/usr/local/bin/temporal',
    default: FOUND,
    readBy: SETUP,
  },
  CLOSELOOP_TEMPORAL_UI: {
    says: 'root of the Temporal Web UI, for links',
    example: 'http://127.0.0.1:8233',
    default: 'no links to it',
  },
  CLOSELOOP_TERRAFORM_CONFIG_INSPECT: {
    says: "HashiCorp's loader of Terraform folders, a witness of the long proofs",
    example: '/usr/local/bin/terraform-config-inspect',
    default: FOUND,
    readBy: 'tests',
  },
  CLOSELOOP_TEST_SERVER: {
    says: "Temporal's time-skipping server, for tests",
    example: '/usr/local/bin/temporal-test-server',
    default: FOUND,
    readBy: SETUP,
  },
  CLOSELOOP_TICKETS_DEFAULT: {
    says: 'where tickets of teams that name no tracker go',
    example: 'jira:SEC',
    default: 'such findings get no ticket',
  },
  CLOSELOOP_TICKETS_INDEX_SECONDS: {
    says: "seconds by which the trackers' search is behind",
    example: '5',
  },
  CLOSELOOP_TOPIC_ARN: {
    says: 'SNS topic on which notifications are published',
    example: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
    default: 'none: nobody is notified',
  },
};
