/** What the thread does: everything that understands a file which others wrote. */
import { writeChange } from '../attempt/write-change.ts';
import { definesIn } from '../source/defines-in.ts';
import { agreementOf, generatedResource } from '../source/stack-template.ts';
import { judgeAnswer } from '../validate/judge-answer.ts';
import { locateBlock } from '../validate/locate-block.ts';
import type { Readers } from '../validate/readers.ts';

/** Inputs and outputs are data that threads can send. */
export interface Jobs {
  readonly validate: Job<typeof judgeAnswer, 0>;
  readonly locate: Job<typeof locateBlock, 1>;
  readonly change: Job<typeof writeChange, 1>;
  readonly defines: Job<typeof definesIn, 1>;
  readonly generated: { input: Deployed; output: ReturnType<typeof generatedResource> };
  readonly agreement: {
    input: Deployed & { readonly text: string };
    output: ReturnType<typeof agreementOf>;
  };
}

interface Job<F extends (...given: never[]) => unknown, At extends number> {
  readonly input: Parameters<F>[At];
  readonly output: Awaited<ReturnType<F>>;
}

interface Deployed {
  readonly template: string;
  readonly logicalId: string;
  readonly type: string;
}

export type JobName = keyof Jobs;

/** One job to be done, as it is sent to the thread. */
export type Asked = { [Name in JobName]: { name: Name; input: Jobs[Name]['input'] } }[JobName];

/** The file that a job is about: its name says which parsers the job needs. '' for a deployed template. */
export function fileOf({ name, input }: Asked): string {
  if (name === 'validate') return input.paths.at(-1) ?? '';
  if (name === 'defines') return input.file.path;
  return name === 'locate' || name === 'change' ? input.path : '';
}

export async function doJob(readers: Readers, asked: Asked): Promise<Jobs[JobName]['output']> {
  switch (asked.name) {
    case 'validate':
      return await judgeAnswer(asked.input, readers);
    case 'locate':
      return await locateBlock(readers, asked.input);
    case 'change':
      return await writeChange(readers, asked.input);
    case 'defines':
      return await definesIn(readers, asked.input);
    case 'generated':
      return generatedResource(asked.input.template, asked.input);
    case 'agreement':
      return agreementOf(asked.input.text, asked.input.template, asked.input);
  }
}
