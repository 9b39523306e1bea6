import type { Checkov } from '../../activities/code/checkov/checkov.ts';
import { secondOpinion } from '../../activities/code/checkov/second-opinion.ts';
import type { Opinion } from '../../activities/code/checkov/second-opinion.ts';
import { openLanguages } from '../../activities/code/validate/languages.ts';
import type { Languages } from '../../activities/code/validate/languages.ts';
import { isRejection, reject } from '../../activities/code/validate/rejection.ts';
import type { Rejection } from '../../activities/code/validate/rejection.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import { POLICIES } from '../env.ts';
import { pathsOf, readBytes, readCaseFolder, readText } from '../fix/case.ts';
import type { FixCase } from '../fix/case.ts';
import { openCheckov } from '../fix/checkov.ts';
import { readProblem } from '../fix/problem.ts';
import { exitCodeOf, textOf, verdictOf } from '../fix/verdict.ts';
import type { FixVerdict } from '../fix/verdict.ts';

export interface FixCheckOptions {
  readonly cases: readonly FixCase[];
  readonly folders: readonly string[];
  readonly json: boolean;
  /** Without Checkov's agreement nothing is accepted. */
  readonly requireCheckov: boolean;
  /** Folder with `intake.yaml`. */
  readonly policiesDir?: string;
}

/**
 * `closeloop fix check`: may this answer of a model be committed? No server, no credentials. Exit code 0 when all
 * are accepted, 1 when one is rejected, 2 when one could not be judged. Throws a CliError for unusable input.
 */
export async function fixCheck(
  { cases, folders, json, requireCheckov, policiesDir = POLICIES }: FixCheckOptions,
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const languages = openLanguages();
  const checkov = requireCheckov ? await openCheckov() : null;
  const verdicts: FixVerdict[] = [];
  try {
    for (const one of [...cases, ...(await Promise.all(folders.map(readCaseFolder)))]) {
      const verdict = await checkOne(one, { languages, policiesDir, checkov });
      print(json ? JSON.stringify(verdict) : textOf(verdict));
      verdicts.push(verdict);
    }
  } finally {
    await Promise.all([languages.close(), checkov?.close()]);
  }
  return exitCodeOf(verdicts);
}

interface Means {
  readonly languages: Languages;
  readonly policiesDir: string;
  readonly checkov: Checkov | null;
}

async function checkOne(one: FixCase, means: Means): Promise<FixVerdict> {
  const { languages, policiesDir, checkov } = means;
  const finding = await readText(one.finding);
  const { problem, tags } = await readProblem(finding, { file: one.finding, policiesDir });
  const { control, account, resource, unmappedReason } = problem;
  if (control === null) {
    const why = unmappedReason ?? 'no control of ours covers it';
    const rejection = reject(
      'NO_RULES',
      `Nothing says what a right fix of ${one.finding} is: ${why}.`,
    );
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
  const told = { control, name: one.name };
  if (isRejection(result) || checkov === null) return verdictOf(result, told);
  const opinion = await secondOpinion(result, checkov);
  return verdictOf(isRejection(opinion) ? opinion : (withoutOpinion(opinion) ?? result), {
    ...told,
    checkov: 'agrees',
  });
}

function withoutOpinion({ checkov }: Opinion): Rejection | null {
  return checkov === 'agrees'
    ? null
    : reject('NO_SECOND_OPINION', `Checkov was required and did not run: ${checkov.unavailable}.`);
}
