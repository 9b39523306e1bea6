import { openLanguages } from '../../activities/code/validate/languages.ts';
import type { Languages } from '../../activities/code/validate/languages.ts';
import { reject } from '../../activities/code/validate/rejection.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import { POLICIES } from '../env.ts';
import { pathsOf, readBytes, readCaseFolder, readText } from '../fix/case.ts';
import type { FixCase } from '../fix/case.ts';
import { readProblem } from '../fix/problem.ts';
import { exitCodeOf, textOf, verdictOf } from '../fix/verdict.ts';
import type { FixVerdict } from '../fix/verdict.ts';

export interface FixCheckOptions {
  readonly cases: readonly FixCase[];
  readonly folders: readonly string[];
  readonly json: boolean;
  /** Folder with `intake.yaml`. */
  readonly policiesDir?: string;
}

/**
 * `closeloop fix check`: may this answer of a model be committed? No server, no credentials. Exit code 0 when all
 * are accepted, 1 when one is rejected, 2 when one could not be judged. Throws a CliError for unusable input.
 */
export async function fixCheck(
  { cases, folders, json, policiesDir = POLICIES }: FixCheckOptions,
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const languages = openLanguages();
  const verdicts: FixVerdict[] = [];
  try {
    for (const one of [...cases, ...(await Promise.all(folders.map(readCaseFolder)))]) {
      const verdict = await checkOne(one, { languages, policiesDir });
      print(json ? JSON.stringify(verdict) : textOf(verdict));
      verdicts.push(verdict);
    }
  } finally {
    await languages.close();
  }
  return exitCodeOf(verdicts);
}

interface Means {
  readonly languages: Languages;
  readonly policiesDir: string;
}

async function checkOne(one: FixCase, { languages, policiesDir }: Means): Promise<FixVerdict> {
  const finding = await readText(one.finding);
  const { problem, tags } = await readProblem(finding, { file: one.finding, policiesDir });
  const { control, account, resource, unmappedReason } = problem;
  if (control === null) {
    const why = unmappedReason ?? 'no control of ours covers it';
    const rejection = reject('NO_RULES', `Nothing says what a right fix of ${one.finding} is: ${why}.`);
    return verdictOf(rejection, { control: problem.findingType, name: one.name });
  }
  const result = await validate(
    {
      answer: await readText(one.diff),
      source: await readBytes(one.source),
      paths: pathsOf(one),
      control,
      account,
      target: { address: one.target, resourceName: resource.name, tags },
      ...(one.maxChangedLines === null ? {} : { maxChangedLines: one.maxChangedLines }),
    },
    languages,
  );
  return verdictOf(result, { control, name: one.name });
}
