/** The corpus of real-shaped events in test/events, with what each must become. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { parseIntake } from '../../policies/intake.ts';
import { openText } from '../../starter/event/read-file.ts';
import { explainOpened } from '../../starter/explain.ts';
import type { Explanation } from '../../starter/explain.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';

const FOLDER = fileURLToPath(new URL('../events', import.meta.url));

const text = z.string().nullable();
const row = z.tuple([
  z.string(),
  z.enum(['start', 'wake', 'drop', 'people', 'refuse']),
  text,
  text,
  text,
  text,
]);

/** Equal `problem` words mean one lifecycle; different words, different lifecycles. */
export interface Expected {
  readonly problem: string;
  readonly action: string;
  readonly control: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly resource: string | null;
}

/** By the event's path below test/events, without `.json`. */
export const EXPECTED: ReadonlyMap<string, readonly Expected[]> = new Map(
  Object.entries(z.record(z.string(), z.array(row)).parse(JSON.parse(read('expected')))).map(
    ([file, rows]) => [
      file,
      rows.map(([problem, action, control, account, region, resource]) => ({
        problem,
        action,
        control,
        account,
        region,
        resource,
      })),
    ],
  ),
);

/** The repository's own policy: the corpus shows what a fresh deployment does. */
export const INTAKE = parseIntake(
  readFileSync(fileURLToPath(new URL('../../policies/intake.yaml', import.meta.url)), 'utf8'),
  'policies/intake.yaml',
);

/** Every event file's path, without `.json`. */
export function eventFiles(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export function read(file: string): string {
  return readFileSync(`${FOLDER}/${file}.json`, 'utf8');
}

export function explain(file: string): readonly Explanation[] {
  return explainOpened(openText(read(file)), { catalogue: CATALOGUE, intake: INTAKE });
}
