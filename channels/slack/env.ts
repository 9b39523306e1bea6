import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { ledgerPrefix, region, required, sharedSecret } from '../../environment/fields.ts';
import { readEnvironment } from '../../environment/read-environment.ts';
import type { Variables } from '../../environment/read-environment.ts';

/** The function that posts notifications. */
export interface SubscriberEnv {
  readonly ledgerPrefix: string;
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly defaultChannel: string | null;
}

const OWNER = 'the Slack function';

const common = {
  AWS_REGION: region,
  CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
  SLACK_BOT_TOKEN: required("the app's bot token, xoxb-…").startsWith(
    'xoxb-',
    'expected a bot token, xoxb-…',
  ),
  SLACK_API_URL: z.url().optional(),
};

const subscriberShape = z.object({
  ...common,
  CLOSELOOP_SLACK_CHANNEL: z.string().optional(),
});

/** Throws an Error that names everything missing or malformed at once. */
export function readSubscriberEnv(variables: Variables): SubscriberEnv {
  const data = readEnvironment(OWNER, subscriberShape, variables);
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    token: data.SLACK_BOT_TOKEN,
    apiUrl: data.SLACK_API_URL,
    defaultChannel: data.CLOSELOOP_SLACK_CHANNEL ?? null,
  };
}

/** The function that answers pressed buttons and submitted forms. */
export interface InteractivityEnv {
  readonly ledgerPrefix: string;
  readonly token: string;
  readonly apiUrl: string | undefined;
  readonly signingSecret: string;
  /** The folder of decisions.yaml, which the bundle carries beside itself. */
  readonly policiesDir: string;
}

const interactivityShape = z.object({
  ...common,
  SLACK_SIGNING_SECRET: sharedSecret("the app's signing secret"),
  CLOSELOOP_POLICIES_DIR: z.string().default(fileURLToPath(new URL('policies', import.meta.url))),
});

/** As `readSubscriberEnv`. */
export function readInteractivityEnv(variables: Variables): InteractivityEnv {
  const data = readEnvironment(OWNER, interactivityShape, variables);
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    token: data.SLACK_BOT_TOKEN,
    apiUrl: data.SLACK_API_URL,
    signingSecret: data.SLACK_SIGNING_SECRET,
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
  };
}
