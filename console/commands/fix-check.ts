import { join } from 'node:path';

import type { Checkov } from '../../activities/code/validate/checkov/checkov.ts';
import { secondScan } from '../../activities/code/validate/checkov/second-scan.ts';
import type { SecondScan } from '../../activities/code/validate/checkov/second-scan.ts';
import type { Languages } from '../../activities/code/validate/languages.ts';
import { isRejection, reject } from '../../activities/code/validate/rejection.ts';
import type { Rejection } from '../../activities/code/validate/rejection.ts';
import { validate } from '../../activities/code/validate/validate.ts';
import type { ValidationInput } from '../../activities/code/validate/validate.ts';
import { CliError } from '../cli/cli-error.ts';
import type { Reply } from '../cli/reply.ts';
import { POLICIES } from '../connect/env.ts';
import { pathsOf, readBytes, readCaseFolder, readSiblings, readText } from '../fix/case.ts';
import type { FixCase } from '../fix/case.ts';
import { openCheckov } from '../fix/checkov.ts';
import { followModules } from '../fix/follow-modules.ts';
import { readProblem } from '../fix/problem.ts';
import { replyOf, unusable, verdictOf } from '../fix/verdict.ts';
import type { FixVerdict } from '../fix/verdict.ts';

export interface FixCheckOptions {
  /** They are closed at the end. */
  readonly languages: Languages;
  readonly cases: readonly FixCase[];
  /** Each with a `case.json`. */
  readonly folders: readonly string[];
  /** Without Checkov's agreement nothing is accepted. */
  readonly requireCheckov: boolean;
  /** Folder with `intake.yaml`. */
  readonly policiesDir?: string;
}

/**
 * `closeloop fix check` says whether a model's answer may be committed. It needs no server and no credentials. Exit code 0 when all
 * are accepted, 1 when one is rejected, 2 when one could not be judged. A folder that cannot be used is one that
 * could not be judged; for a single case that is a CliError.
 */
export async function fixCheck({
  languages,
  cases,
  folders,
  requireCheckov,
  policiesDir = process.env['CLOSELOOP_POLICIES_DIR'] ?? POLICIES,
}: FixCheckOptions): Promise<Reply> {
  const checkov = requireCheckov ? await openCheckov() : null;
  const tools = { languages, policiesDir, checkov };
  const verdicts: FixVerdict[] = [];
  try {
    for (const one of cases) verdicts.push(await checkOne(one, tools));
    for (const folder of folders) verdicts.push(await checkFolder(folder, tools));
  } finally {
    await Promise.all([languages.close(), checkov?.close()]);
  }
  return replyOf(verdicts);
}

async function checkFolder(folder: string, tools: Tools): Promise<FixVerdict> {
  try {
    return await checkOne(await readCaseFolder(folder), tools);
  } catch (error) {
    if (error instanceof CliError) return unusable(folder, error.message);
    // The verdicts on the other folders of the call still count.
    const message = error instanceof Error ? error.message : String(error);
    return unusable(folder, `The case could not be judged, by a fault of Closeloop: ${message}`);
  }
}

interface Tools {
  readonly languages: Languages;
  readonly policiesDir: string;
  readonly checkov: Checkov | null;
}

async function checkOne(one: FixCase, tools: Tools): Promise<FixVerdict> {
  const { languages, policiesDir, checkov } = tools;
  const finding = await readText(one.finding);
  const { problem, tags } = await readProblem(finding, { file: one.finding, policiesDir });
  const { control, account, region, resource, unmappedReason } = problem;
  if (control === null) {
    const why = unmappedReason ?? 'no control of ours covers it';
    const rejection = reject(
      'NO_RULES',
      `Nothing says what a right fix of ${one.finding} is: ${why}.`,
    );
    return verdictOf(rejection, { control: problem.findingType, name: one.name });
  }
  const facts = { control, name: one.name };
  const about = {
    source: await readBytes(one.source),
    siblings: await readSiblings(one),
    control,
    account,
    target: { address: one.target, resourceName: resource.name, tags, region },
  };
  const place = await placeOf(one, about, languages);
  if (isRejection(place)) return verdictOf(place, facts);
  const result = await validate(
    {
      answer: await readText(one.diff),
      ...about,
      ...place,
      ...(one.maxChangedLines === null ? {} : { maxChangedLines: one.maxChangedLines }),
    },
    languages,
  );
  if (isRejection(result) || checkov === null) return verdictOf(result, facts);
  const scan = await secondScan(result, checkov);
  return verdictOf(isRejection(scan) ? scan : (withoutScan(scan) ?? result), {
    ...facts,
    checkov: 'agrees',
  });
}

/** The source itself, or the file of a local module that it calls. */
async function placeOf(
  one: FixCase,
  about: Omit<ValidationInput, 'answer' | 'paths'>,
  languages: Languages,
): Promise<Pick<ValidationInput, 'paths'> | Rejection> {
  const own = { paths: pathsOf(one) };
  const { siblings: folder, path, source: file } = one;
  if (folder === null) return own;
  const { siblings = [] } = about;
  const question = { ...about, siblings, folder, path, file };
  const followed = await followModules(languages, question);
  if (followed === null || isRejection(followed)) return followed ?? own;
  const { path: inside, ...rest } = followed;
  const paths = path === null ? pathsOf({ path, source: join(folder, inside) }) : [inside];
  return { ...rest, paths };
}

function withoutScan({ checkov }: SecondScan): Rejection | null {
  if (checkov === 'agrees') return null;
  const why = 'notJudged' in checkov ? checkov.notJudged : checkov.unavailable;
  return reject('NO_SECOND_OPINION', `Checkov was required and did not run: ${why}.`);
}
