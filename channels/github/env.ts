import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { ledgerPrefix, region, sharedSecret } from '../../environment/fields.ts';
import { readEnvironment } from '../../environment/read-environment.ts';
import type { Variables } from '../../environment/read-environment.ts';

const secret = sharedSecret("the webhook's secret, as it was typed in at GitHub");

export const shape = z
  .object({
    AWS_REGION: region,
    CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
    GITHUB_WEBHOOK_SECRET: secret,
    GITHUB_WEBHOOK_SECRET_BEFORE: secret.optional(),
    // The folder of repositories.yaml, which the bundle carries beside itself.
    CLOSELOOP_POLICIES_DIR: z.string().default(fileURLToPath(new URL('policies', import.meta.url))),
  })
  .transform(({ GITHUB_WEBHOOK_SECRET_BEFORE: before, ...data }) => ({
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    /** Two while one is being replaced. */
    secrets: [data.GITHUB_WEBHOOK_SECRET, ...(before === undefined ? [] : [before])],
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
  }));

/** The environment of the function that receives GitHub's webhook. Throws an Error that names all problems at once. */
export function readWebhookEnv(variables: Variables) {
  return readEnvironment('the GitHub function', shape, variables);
}
