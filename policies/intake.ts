import { join } from 'node:path';

import { z } from 'zod';

import { SEVERITIES } from '../domain/finding.ts';
import { parsePolicyFile, readPolicyFile } from './files/policy-file.ts';
import { parseShape } from './files/shape-problems.ts';

/** `policies/intake.yaml`: which findings become lifecycles. */
export type Intake = z.output<typeof intakeSchema>;

const patterns = z.array(z.string().min(1));
const account = z
  .string()
  .regex(/^\d{12}$/, "expected 12 digits in quotes, for example '111122223333'");

const intakeSchema = z.strictObject({
  accounts: z.union([z.literal('*'), z.array(account)]),
  account_names: z.record(account, z.string().min(1).max(100)).default({}),
  trusted_products: patterns,
  custom_actions: z.union([z.literal('*'), z.array(z.string())]),
  informational: z.enum(['drop', 'start']),
  samples: z.enum(['drop', 'start']),
  muted: z.enum(['drop', 'start']).default('drop'),
  not_evaluated: z.enum(['drop', 'people']).default('drop'),
  return_grace_minutes: z.number().min(0).max(1440),
  unmapped: z.strictObject({
    start: z.boolean(),
    min_severity: z.enum(SEVERITIES),
    exclude: patterns,
  }),
  own_resources: patterns,
});

/** Reads `intake.yaml` in `folder`. Throws a PolicyError that names file, line and what is allowed there. */
export async function loadIntake(folder: string): Promise<Intake> {
  return parseShape(await readPolicyFile(join(folder, 'intake.yaml')), intakeSchema);
}

/** As `loadIntake`, from text; `file` is for the words of problems. */
export function parseIntake(text: string, file: string): Intake {
  return parseShape(parsePolicyFile(text, file), intakeSchema);
}
