import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import { attemptFix } from '../../activities/code/attempt/attempt-fix.ts';
import type { Attempt } from '../../activities/code/attempt/attempt-fix.ts';
import type { ModelSettings } from '../../activities/code/attempt/converse.ts';
import type { EarlierAttempt } from '../../activities/code/attempt/prompt.ts';
import { feedbackOf } from '../../activities/code/attempt/validate-answer.ts';
import type { Languages } from '../../activities/code/validate/languages.ts';
import { isRejection } from '../../activities/code/validate/rejection.ts';
import type { Rejection } from '../../activities/code/validate/rejection.ts';
import { MAX_FIX_ATTEMPTS } from '../../domain/code-fix.ts';
import { CliError } from '../cli/cli-error.ts';
import type { Reply } from '../cli/reply.ts';
import { POLICIES } from '../connect/env.ts';
import { readBytes, readSiblings, readText } from '../fix/case.ts';
import { followModules } from '../fix/follow-modules.ts';
import { readProblem } from '../fix/problem.ts';
import type { Lines, Page } from '../output/page.ts';
import { wrapAfter } from '../output/wrap.ts';

export interface FixProposeOptions {
  /** Closed at the end. */
  readonly languages: Languages;
  readonly bedrock: Pick<BedrockRuntime, 'converse'>;
  readonly model: ModelSettings;
  readonly finding: string;
  readonly source: string;
  /** The path in the repository, which the model is told. */
  readonly path: string;
  readonly target: string | null;
  /** A folder with the other files of the source's folder; null without one. */
  readonly siblings: string | null;
  readonly policiesDir?: string;
}

/**
 * `closeloop fix propose`: asks a model for a fix of one file, at most three times, and shows the verdict on each
 * answer. Nothing is committed. Exit code 0 when one was accepted.
 */
export async function fixPropose(options: FixProposeOptions): Promise<Reply> {
  const { languages, policiesDir = POLICIES } = options;
  try {
    const text = await readText(options.finding);
    const { problem, tags } = await readProblem(text, { file: options.finding, policiesDir });
    const { control, account, resource } = problem;
    if (control === null) throw uncovered(options.finding, problem.unmappedReason);
    const about = {
      control,
      account,
      source: await readBytes(options.source),
      siblings: await readSiblings(options),
      target: { address: options.target, resourceName: resource.name, tags },
    };
    const { path, source: file, siblings: folder } = options;
    const followed =
      folder === null ? null : await followModules(languages, { ...about, path, file, folder });
    if (isRejection(followed)) throw notFollowed(followed);
    return replyOf(await askModel(options, { path, ...about, ...followed }));
  } finally {
    await languages.close();
  }
}

type AttemptInput = Omit<Parameters<typeof attemptFix>[1], 'earlier'>;

async function askModel(
  options: FixProposeOptions,
  input: AttemptInput,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  const earlier: EarlierAttempt[] = [];
  while (attempts.length < MAX_FIX_ATTEMPTS) {
    const attempt = await attemptFix(options, { ...input, earlier });
    attempts.push(attempt);
    const feedback = feedbackOf(attempt.result);
    if (feedback === null) break;
    earlier.push(feedback);
  }
  return attempts;
}

function notFollowed({ reason }: Rejection): CliError {
  return new CliError('module', reason, {
    next: ["Name the module's own file with --source, or a folder that has it with --siblings."],
    exitCode: 2,
  });
}

function uncovered(file: string, why: string | null): CliError {
  const reason = why ?? 'no control of ours covers it';
  return new CliError('no-control', `Nothing says what a right fix of ${file} is: ${reason}.`, {
    next: ['closeloop controls list shows what can be fixed.'],
    exitCode: 2,
  });
}

function replyOf(attempts: readonly Attempt[]): Reply {
  const last = attempts.at(-1)?.result;
  const accepted = last !== undefined && !isRejection(last);
  return {
    failed: !accepted,
    json: {
      accepted,
      diff: accepted ? last.diff : null,
      attempts: attempts.map(({ model, prompt, tokens, result }) => ({
        model,
        prompt,
        tokens,
        ...(isRejection(result)
          ? { accepted: false, check: result.check, code: result.code, reason: result.reason }
          : { accepted: true }),
      })),
    },
    text: (page) => [
      ...attempts.flatMap((attempt, at) => attemptLines(attempt, at, page)),
      ...(accepted ? ['', ...last.diff.trimEnd().split('\n')] : []),
    ],
  };
}

function attemptLines({ model, tokens, result }: Attempt, at: number, page: Page): Lines {
  const cost = `${model}, ${tokens.input} tokens in, ${tokens.output} out`;
  const name = `attempt ${at + 1} (${cost})`;
  if (!isRejection(result)) return [`${page.style.green('✓')} ${name}: accepted`];
  const why = `${name}: rejected by ${result.check} (${result.code}): ${result.reason}`;
  return wrapAfter(`${page.style.red('✗')} `, why, page);
}
