import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { ledgerPrefix, region, required, sharedSecret } from '../../environment/fields.ts';
import { readEnvironment } from '../../environment/read-environment.ts';
import type { Variables } from '../../environment/read-environment.ts';

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

type Common = z.output<z.ZodObject<typeof common>>;

const nameCommon = (data: Common) => ({
  ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
  token: data.SLACK_BOT_TOKEN,
  apiUrl: data.SLACK_API_URL,
});

export const subscriberShape = z
  .object({ ...common, CLOSELOOP_SLACK_CHANNEL: z.string().optional() })
  .transform((data) => ({
    ...nameCommon(data),
    defaultChannel: data.CLOSELOOP_SLACK_CHANNEL ?? null,
  }));

/** Of the function that posts notifications. Throws an Error that names everything missing or malformed at once. */
export function readSubscriberEnv(variables: Variables) {
  return readEnvironment(OWNER, subscriberShape, variables);
}

export const interactivityShape = z
  .object({
    ...common,
    SLACK_SIGNING_SECRET: sharedSecret("the app's signing secret"),
    // The folder of decisions.yaml, which the bundle carries beside itself.
    CLOSELOOP_POLICIES_DIR: z.string().default(fileURLToPath(new URL('policies', import.meta.url))),
  })
  .transform((data) => ({
    ...nameCommon(data),
    signingSecret: data.SLACK_SIGNING_SECRET,
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
  }));

/** Of the function that answers pressed buttons and submitted forms. As `readSubscriberEnv`. */
export function readInteractivityEnv(variables: Variables) {
  return readEnvironment(OWNER, interactivityShape, variables);
}
