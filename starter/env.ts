import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

/** The Lambda function's environment; Temporal's own variables are read by @temporalio/envconfig. */
export interface StarterEnv {
  readonly ledgerPrefix: string;
  readonly policiesDir: string;
}

/** Throws an Error that names everything missing or malformed at once. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): StarterEnv {
  const parsed = schema.safeParse(variables);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new Error(`The starter's environment is not complete:\n${lines.join('\n')}`);
  }
  return {
    ledgerPrefix: parsed.data.CLOSELOOP_LEDGER_PREFIX,
    policiesDir: parsed.data.CLOSELOOP_POLICIES_DIR ?? besideTheCode(),
  };
}

const schema = z.object({
  AWS_REGION: z
    .string({ error: 'missing: the Region of the ledger, for example eu-west-1' })
    .min(1),
  CLOSELOOP_LEDGER_PREFIX: z.string().min(1).default('closeloop'),
  CLOSELOOP_POLICIES_DIR: z.string().min(1).optional(),
});

/** The bundle carries the policies beside it; in the repository they are one folder up. */
function besideTheCode(): string {
  const bundled = fileURLToPath(new URL('policies', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../policies', import.meta.url));
}
