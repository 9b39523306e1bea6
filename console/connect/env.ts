/** The CLI's environment: one schema, which reports everything missing or malformed at once. */
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { checkEnvironment } from '../../environment/read-environment.ts';
import type { EnvironmentProblem, Variables } from '../../environment/read-environment.ts';
import { CliError } from '../cli/cli-error.ts';

export type Env = Readonly<ReturnType<typeof readEnv>>;

/** The repository's own policies: what a deployment edits. */
export const POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));

/** Parses `variables`; throws a CliError that lists every missing or malformed name with an example. */
export function readEnv(variables: Variables) {
  const checked = checkEnvironment(schema, variables);
  if (!checked.ok) throw incomplete(checked.problems);
  const { data } = checked;
  return {
    region: data.AWS_REGION,
    securityHubRegion: data.CLOSELOOP_SECURITYHUB_REGION ?? data.AWS_REGION,
    /** Null on AWS itself; set for an emulator. */
    endpoint: data.AWS_ENDPOINT_URL ?? null,
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
    evidenceBucket: data.CLOSELOOP_EVIDENCE_BUCKET ?? null,
    /** Base URL of the Temporal Web UI, without a trailing slash; null when it is not known. */
    temporalUi: data.CLOSELOOP_TEMPORAL_UI?.replace(/\/+$/, '') ?? null,
    /** The topic to which the workers publish notifications; null when it is not set. */
    topicArn: data.CLOSELOOP_TOPIC_ARN ?? null,
    /** For the roles in workload accounts; null where they need none. */
    externalId: data.CLOSELOOP_EXTERNAL_ID ?? null,
  };
}

const region = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'expected a Region such as eu-west-1');
const url = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });

export const schema = z.object({
  AWS_REGION: region,
  CLOSELOOP_SECURITYHUB_REGION: region.optional(),
  AWS_ENDPOINT_URL: url.optional(),
  CLOSELOOP_LEDGER_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{1,200}$/, 'expected letters, digits, dots, dashes or underscores')
    .default('closeloop'),
  CLOSELOOP_POLICIES_DIR: z.string().default(POLICIES),
  CLOSELOOP_EVIDENCE_BUCKET: z.string().min(3, 'expected the name of an S3 bucket').optional(),
  CLOSELOOP_TEMPORAL_UI: url.optional(),
  CLOSELOOP_EXTERNAL_ID: z.string().optional(),
  CLOSELOOP_TOPIC_ARN: z
    .string()
    .regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/, 'expected the ARN of an SNS topic')
    .optional(),
});

const SANDBOX = [
  'Or start the sandbox, which writes an environment of its own: npm run demo',
  '(.closeloop/sandbox.env: used when none of AWS_REGION, AWS_PROFILE,',
  'AWS_ENDPOINT_URL and TEMPORAL_ADDRESS is set, or with --env FILE)',
];

const EXAMPLES: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  CLOSELOOP_SECURITYHUB_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  CLOSELOOP_LEDGER_PREFIX: 'closeloop',
  CLOSELOOP_POLICIES_DIR: './policies',
  CLOSELOOP_EVIDENCE_BUCKET: 'closeloop-evidence-222233334444',
  CLOSELOOP_TEMPORAL_UI: 'http://127.0.0.1:8233',
};

function incomplete(found: readonly EnvironmentProblem[]): CliError {
  const problems = found.map(({ name, value, message }) => ({
    name,
    what: value === null ? 'missing' : `"${value}" is not valid: ${message}`,
  }));
  const lines = problems.map(({ name, what }) => `  ${name}: ${what}`);
  return new CliError('environment', ['The environment is not complete:', ...lines], {
    next: [
      'Set what is named above, for example:',
      ...problems.map(({ name }) => `export ${name}=${EXAMPLES[name] ?? '…'}`),
      ...SANDBOX,
    ],
    exitCode: 2,
    details: { problems },
  });
}
