import { fileURLToPath } from 'node:url';

import { z } from 'zod';

/** Of the function that GitHub tells of pull requests. */
export interface WebhookEnv {
  readonly ledgerPrefix: string;
  /** Two while one is being replaced. */
  readonly secrets: readonly string[];
  /** With repositories.yaml: the bundle carries it beside itself. */
  readonly policiesDir: string;
}

const secret = z
  .string({ error: "missing: the webhook's secret, as it was typed in at GitHub" })
  .min(16, 'expected at least 16 characters');

const shape = z.object({
  AWS_REGION: z.string({ error: 'missing: the Region of the ledger, for example eu-west-1' }),
  CLOSELOOP_LEDGER_PREFIX: z.string().min(1).default('closeloop'),
  GITHUB_WEBHOOK_SECRET: secret,
  GITHUB_WEBHOOK_SECRET_BEFORE: secret.optional(),
  CLOSELOOP_POLICIES_DIR: z
    .string()
    .min(1)
    .default(fileURLToPath(new URL('policies', import.meta.url))),
});

/** Throws an Error that names everything missing or malformed at once. */
export function readWebhookEnv(
  variables: Readonly<Record<string, string | undefined>>,
): WebhookEnv {
  const parsed = shape.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new Error(`The environment of the GitHub function is not complete:\n${lines.join('\n')}`);
  }
  const { data } = parsed;
  const before = data.GITHUB_WEBHOOK_SECRET_BEFORE;
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    secrets: [data.GITHUB_WEBHOOK_SECRET, ...(before === undefined ? [] : [before])],
    policiesDir: data.CLOSELOOP_POLICIES_DIR,
  };
}
