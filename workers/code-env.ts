import { z } from 'zod';

import type { Prices } from '../activities/code/attempt/ask-model.ts';
import type { ModelSettings } from '../activities/code/attempt/converse.ts';
import type { GitHubOptions } from '../activities/code/host/github/connection.ts';
import { region, required, url } from '../environment/fields.ts';
import { incompleteEnvironment, readEnvironment } from '../environment/read-environment.ts';
import type { Variables } from '../environment/read-environment.ts';

/** What only the code worker reads; secrets come as variables that the platform fills from its secret store. */
export interface CodeEnv {
  readonly model: ModelSettings;
  /** Null where the model's prices are not configured. */
  readonly prices: Prices | null;
  readonly bedrockRegion: string;
  readonly gitHub: GitHubOptions;
  /** A Python that has Checkov; null: there is no second scanner. */
  readonly checkov: string | null;
  /** Of the Temporal UI, for links in pull requests; null without one. */
  readonly temporalUi: string | null;
}

const OWNER = 'the code worker';

/** US dollars for a million tokens. */
const price = z.coerce.number({ error: 'expected US dollars for a million tokens' }).min(0);

export const schema = z.object({
  AWS_REGION: region,
  CLOSELOOP_BEDROCK_REGION: z.string().optional(),
  CLOSELOOP_MODEL_ID: required('a Bedrock model id or an inference profile'),
  CLOSELOOP_MODEL_MAX_TOKENS: z.coerce.number().int().min(500).default(4_000),
  CLOSELOOP_MODEL_TEMPERATURE: z.coerce.number().min(0).max(1).default(0),
  CLOSELOOP_MODEL_INPUT_PRICE: price.optional(),
  CLOSELOOP_MODEL_OUTPUT_PRICE: price.optional(),
  CLOSELOOP_GITHUB_URL: url.default('https://api.github.com'),
  CLOSELOOP_GITHUB_APP_ID: z.string().optional(),
  CLOSELOOP_GITHUB_APP_KEY: z.string().optional(),
  CLOSELOOP_GITHUB_TOKEN: z.string().optional(),
  CLOSELOOP_CHECKOV: z.string().optional(),
  CLOSELOOP_TEMPORAL_UI: url.optional(),
});

/** Throws an Error that names everything missing or malformed at once. */
export function readCodeEnv(variables: Variables): CodeEnv {
  const data = readEnvironment(OWNER, schema, variables);
  return {
    model: {
      modelId: data.CLOSELOOP_MODEL_ID,
      maxTokens: data.CLOSELOOP_MODEL_MAX_TOKENS,
      temperature: data.CLOSELOOP_MODEL_TEMPERATURE,
    },
    prices: pricesIn(data),
    bedrockRegion: data.CLOSELOOP_BEDROCK_REGION ?? data.AWS_REGION,
    gitHub: { baseUrl: data.CLOSELOOP_GITHUB_URL, credentials: credentials(data) },
    checkov: data.CLOSELOOP_CHECKOV ?? null,
    temporalUi: data.CLOSELOOP_TEMPORAL_UI ?? null,
  };
}

function pricesIn(data: z.output<typeof schema>): Prices | null {
  const { CLOSELOOP_MODEL_INPUT_PRICE: input, CLOSELOOP_MODEL_OUTPUT_PRICE: output } = data;
  if (input === undefined && output === undefined) return null;
  if (input !== undefined && output !== undefined) return { input, output };
  throw incompleteEnvironment(OWNER, [
    'expected both CLOSELOOP_MODEL_INPUT_PRICE and CLOSELOOP_MODEL_OUTPUT_PRICE, or neither',
  ]);
}

function credentials(data: z.output<typeof schema>): GitHubOptions['credentials'] {
  const { CLOSELOOP_GITHUB_APP_ID: appId, CLOSELOOP_GITHUB_APP_KEY: privateKey } = data;
  if (appId !== undefined && privateKey !== undefined) return { kind: 'app', appId, privateKey };
  if (data.CLOSELOOP_GITHUB_TOKEN !== undefined)
    return { kind: 'token', token: data.CLOSELOOP_GITHUB_TOKEN };
  throw incompleteEnvironment(OWNER, [
    'expected CLOSELOOP_GITHUB_APP_ID and CLOSELOOP_GITHUB_APP_KEY of a GitHub App, or CLOSELOOP_GITHUB_TOKEN',
  ]);
}
