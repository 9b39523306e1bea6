/** Reads the corpus: for each group a source file, answers that a model could give, and the verdict on each. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { ValidationInput } from '../../../activities/code/validate/validate.ts';

const ACCOUNT = '111122223333';
const FOLDER = join(import.meta.dirname, 'corpus');

const caseSchema = z.strictObject({
  /** `accepted`, or the check and the code that reject it. */
  expect: z.string(),
  why: z.string(),
  /** What `git apply` does with the answer alone; `other`: it applies the diff differently. */
  git: z.enum(['takes', 'refuses', 'other']).optional(),
  unjudged: z.boolean().optional(),
  maxChangedLines: z.number().optional(),
});

const groupSchema = z.strictObject({
  /** The source file; groups may share one: `../terraform-rich-kms/source.tf`. */
  source: z.string(),
  path: z.string(),
  control: z.string(),
  resource: z.string(),
  target: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  cases: z.record(z.string(), caseSchema),
});

export interface CorpusCase extends z.output<typeof caseSchema> {
  readonly id: string;
  readonly input: ValidationInput;
}

export function readCorpus(folder = FOLDER): readonly CorpusCase[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readGroup(join(folder, name), name));
}

function readSiblings(folder: string): NonNullable<ValidationInput['siblings']> {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}

function readGroup(folder: string, group: string): readonly CorpusCase[] {
  const text = readFileSync(join(folder, 'group.json'), 'utf8');
  const { source, path, control, resource, target, tags, cases } = groupSchema.parse(
    JSON.parse(text),
  );
  const bytes = readFileSync(join(folder, source));
  return Object.entries(cases).map(([name, facts]) => ({
    ...facts,
    id: `${group}/${name}`,
    input: {
      answer: readFileSync(join(folder, `${name}.diff`), 'utf8'),
      source: bytes,
      siblings: readSiblings(join(folder, 'siblings')),
      paths: [path],
      control,
      account: ACCOUNT,
      target: {
        address: target ?? null,
        resourceName: resource,
        tags: new Map(Object.entries(tags ?? {})),
      },
      ...(facts.maxChangedLines === undefined ? {} : { maxChangedLines: facts.maxChangedLines }),
    },
  }));
}
