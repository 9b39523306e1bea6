import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { ledgerPrefix, region } from '../environment/fields.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import type { Variables } from '../environment/read-environment.ts';

/** The Lambda function's environment; Temporal's own variables are read by @temporalio/envconfig. */
export interface StarterEnv {
  readonly ledgerPrefix: string;
  readonly policiesDir: string;
}

/** Throws an Error that names everything missing or malformed at once. */
export function readEnv(variables: Variables): StarterEnv {
  const data = readEnvironment('the starter', schema, variables);
  return {
    ledgerPrefix: data.CLOSELOOP_LEDGER_PREFIX,
    policiesDir: data.CLOSELOOP_POLICIES_DIR ?? besideTheCode(),
  };
}

export const schema = z.object({
  AWS_REGION: region,
  CLOSELOOP_LEDGER_PREFIX: ledgerPrefix,
  CLOSELOOP_POLICIES_DIR: z.string().optional(),
});

/** The bundle carries the policies beside it; in the repository they are one folder up. */
function besideTheCode(): string {
  const bundled = fileURLToPath(new URL('policies', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../policies', import.meta.url));
}
