import { fileURLToPath } from 'node:url';

import { z } from 'zod';

/** Of the function that tells Slack. */
export interface SubscriberEnv {
  readonly ledgerPrefix: string;
  readonly token: string;
  readonly apiUrl: string | null;
  readonly defaultChannel: string | null;
}

const common = {
  AWS_REGION: z.string({ error: 'missing: the Region of the ledger, for example eu-west-1' }),
  CLOSELOOP_LEDGER_PREFIX: z.string().min(1).default('closeloop'),
  SLACK_BOT_TOKEN: z
    .string({ error: "missing: the app's bot token, xoxb-…" })
    .startsWith('xoxb-', 'expected a bot token, xoxb-…'),
  SLACK_API_URL: z.url().optional(),
};

const subscriberShape = z.object({
  ...common,
  CLOSELOOP_SLACK_CHANNEL: z.string().min(1).optional(),
});

/** Throws an Error that names everything missing or malformed at once. */
export function readSubscriberEnv(variables: Variables): SubscriberEnv {
  const data = read(subscriberShape, variables);
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    token: data.SLACK_BOT_TOKEN,
    apiUrl: data.SLACK_API_URL ?? null,
    defaultChannel: data.CLOSELOOP_SLACK_CHANNEL ?? null,
  };
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Of the function that answers pressed buttons. */
export interface DoorEnv {
  readonly ledgerPrefix: string;
  readonly token: string;
  readonly apiUrl: string | null;
  readonly signingSecret: string;
  /** With decisions.yaml: the bundle carries it beside itself. */
  readonly policiesDir: string;
}

const doorShape = z.object({
  ...common,
  SLACK_SIGNING_SECRET: z
    .string({ error: "missing: the app's signing secret" })
    .min(16, 'expected at least 16 characters'),
  CLOSELOOP_POLICIES_DIR: z
    .string()
    .min(1)
    .default(fileURLToPath(new URL('policies', import.meta.url))),
});

/** As `readSubscriberEnv`. */
export function readDoorEnv(variables: Variables): DoorEnv {
  const data = read(doorShape, variables);
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    token: data.SLACK_BOT_TOKEN,
    apiUrl: data.SLACK_API_URL ?? null,
    signingSecret: data.SLACK_SIGNING_SECRET,
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
  };
}

function read<T>(shape: z.ZodType<T>, variables: Variables): T {
  const parsed = shape.safeParse(variables);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`The environment of the Slack function is not complete:\n${lines.join('\n')}`);
}
