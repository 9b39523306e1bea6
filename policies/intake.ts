import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isNode, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';

import { SEVERITIES } from '../domain/finding.ts';

/** `policies/intake.yaml`: which findings become lifecycles. */
export type Intake = z.output<typeof intakeSchema>;

const patterns = z.array(z.string().min(1));
const account = z
  .string()
  .regex(/^\d{12}$/, "expected 12 digits in quotes, for example '111122223333'");

export const intakeSchema = z.strictObject({
  accounts: z.union([z.literal('*'), z.array(account)]),
  trusted_products: patterns,
  custom_actions: z.union([z.literal('*'), z.array(z.string())]),
  informational: z.enum(['drop', 'start']),
  samples: z.enum(['drop', 'start']),
  return_grace_minutes: z.number().min(0).max(1440),
  unmapped: z.strictObject({
    start: z.boolean(),
    min_severity: z.enum(SEVERITIES),
    exclude: patterns,
  }),
  own_resources: patterns,
});

/** Reads `intake.yaml` in `folder`. Throws an Error that names file, line and what is expected there. */
export async function loadIntake(folder: string): Promise<Intake> {
  const file = join(folder, 'intake.yaml');
  return parseIntake(await readFile(file, 'utf8'), file);
}

/** As `loadIntake`, from text; `file` is for the error's words. */
export function parseIntake(text: string, file: string): Intake {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    throw new Error(`${file}:${lines.linePos(wrong.pos[0]).line}: ${wrong.message}`);
  }
  const parsed = intakeSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) =>
      `${file}:${lineOf(document, path, lines)}: ${path.join('.')}: ${message}`,
  );
  throw new Error(`The intake policy is not valid:\n${problems.join('\n')}`);
}

/** The line of a path, or of its nearest parent that exists. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
