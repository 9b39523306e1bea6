import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';

import { z } from 'zod';

import type { Accepted } from '../../../../activities/code/validate/validate.ts';
import { codeChangeOf } from '../../../../controls/code-changes.ts';
import { checkovPython } from '../../../../sandbox/tools/index.ts';

const answerSchema = z.array(z.tuple([z.string(), z.string()]));

/** Attributes of a new companion that its rules do not name, because a language has them for all blocks. */
const ALWAYS = [
  'count',
  'for_each',
  'provider',
  'depends_on',
  'Type',
  'Condition',
  'DependsOn',
  '//',
];

/**
 * What python-hcl2 and PyYAML say that accepted answers change, against the lists of their controls: one sentence
 * a change that no list allows. Names by which the results are known stand in front.
 */
export async function surplusChanges(
  results: readonly {
    readonly name: string;
    readonly control: string;
    readonly result: Accepted;
  }[],
): Promise<readonly string[]> {
  const lines = results.map(({ result: { path, scan } }) => {
    const { language, before, after } = scan;
    return JSON.stringify({ language, name: basename(path), before, after });
  });
  const program = join(import.meta.dirname, 'other-parsers.py');
  const { stdout, stderr } = spawnSync(await checkovPython(), ['-I', program], {
    input: lines.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const answers = stdout
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '');
  if (answers.length !== lines.length)
    throw new Error(`${answers.length} of ${lines.length}: ${stderr}`);
  return results.flatMap(({ name, control, result }, index) => {
    const parsed = answerSchema.safeParse(JSON.parse(answers[index] ?? ''));
    if (!parsed.success) return [`${name}: ${answers[index] ?? ''}`];
    if (parsed.data.length === 0) return [`${name}: nothing changes`];
    return parsed.data
      .filter(([address, attribute]) => !isAllowed(result, control, { address, attribute }))
      .map(([address, attribute]) => `${name}: ${address} has another ${attribute}`);
  });
}

function isAllowed(
  { scan: { resources, language } }: Accepted,
  control: string,
  { address, attribute }: { readonly address: string; readonly attribute: string },
): boolean {
  const rules = codeChangeOf(control)?.[language];
  const [target, ...companions] = resources;
  const name = attribute.replace(/^Properties\./, '');
  if (address === target?.address) return rules?.attributes.includes(name) ?? false;
  const companion = companions.find((one) => one.address === address);
  const listed = rules?.companions.find(({ type }) => type === companion?.type);
  if (listed === undefined) return false;
  return [...listed.attributes, listed.link, ...ALWAYS].includes(name);
}
