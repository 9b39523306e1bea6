import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { ledgerPrefix, region, sharedSecret } from '../../environment/fields.ts';
import { readEnvironment } from '../../environment/read-environment.ts';
import type { Variables } from '../../environment/read-environment.ts';

/** The function that receives GitHub's webhook. */
export interface WebhookEnv {
  readonly ledgerPrefix: string;
  /** Two while one is being replaced. */
  readonly secrets: readonly string[];
  /** The folder of repositories.yaml, which the bundle carries beside itself. */
  readonly policiesDir: string;
}

const secret = sharedSecret("the webhook's secret, as it was typed in at GitHub");

const shape = z.object({
  AWS_REGION: region,
  CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
  GITHUB_WEBHOOK_SECRET: secret,
  GITHUB_WEBHOOK_SECRET_BEFORE: secret.optional(),
  CLOSELOOP_POLICIES_DIR: z.string().default(fileURLToPath(new URL('policies', import.meta.url))),
});

/** Throws an Error that names everything missing or malformed at once. */
export function readWebhookEnv(variables: Variables): WebhookEnv {
  const data = readEnvironment('the GitHub function', shape, variables);
  const before = data.GITHUB_WEBHOOK_SECRET_BEFORE;
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    secrets: [data.GITHUB_WEBHOOK_SECRET, ...(before === undefined ? [] : [before])],
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
  };
}
