import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { CodeChange } from '../../../controls/code-change.ts';
import { codeChangeOf } from '../../../controls/code-changes.ts';
import { failure } from '../../aws/failures.ts';
import { judge } from '../checkov/judge.ts';
import type { JudgeDeps } from '../checkov/judge.ts';
import { languageOf } from '../validate/languages.ts';
import type { Languages } from '../validate/languages.ts';
import { isRejection, reject } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { Block } from '../validate/source/model.ts';
import type { TargetHints } from '../validate/source/target.ts';
import type { Accepted, ValidationInput } from '../validate/validate.ts';
import { converse } from './converse.ts';
import type { Answered, ModelSettings } from './converse.ts';
import { PROMPT_VERSION, promptFor } from './prompt.ts';
import type { EarlierAttempt } from './prompt.ts';

export interface AttemptDeps extends JudgeDeps {
  readonly bedrock: Pick<BedrockRuntime, 'converse'>;
  readonly model: ModelSettings;
  /** Around the question: whoever remembers answers need not ask twice. Absent: the model is asked. */
  readonly around?: (question: () => Promise<Answered>) => Promise<Answered>;
}

export type AttemptInput = Omit<ValidationInput, 'answer' | 'paths'> & {
  readonly path: string;
  readonly earlier: readonly EarlierAttempt[];
  /** See `FixQuestion`. */
  readonly examples?: readonly string[];
};

/** One question, one answer, judged. */
export interface Attempt {
  readonly model: string;
  readonly prompt: string;
  readonly tokens: Answered['tokens'];
  /** The model's text, as it came: for people who want to see it, never committed. */
  readonly answer: string;
  readonly result: Accepted | Rejection;
}

/**
 * Asks the model for a fix and judges the answer. Transport failures are thrown and belong to whoever retries; a
 * rejection is a result, which the caller hands back to the model with the next attempt.
 */
export async function attemptFix(deps: AttemptDeps, input: AttemptInput): Promise<Attempt> {
  const { bedrock, languages, model, around = asIs } = deps;
  const { path, earlier, examples = [], ...rest } = input;
  const { control, source, target } = rest;
  const text = Buffer.from(source)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const change = codeChangeOf(control);
  const language = languageOf(path, text);
  if (change === null || language === null) {
    throw failure('InvalidInput', `Nothing says how ${control} is fixed in ${path}.`);
  }
  const about = { model: model.modelId, prompt: PROMPT_VERSION };
  const block = await blockToFix({ change, language, text, target }, languages);
  if (isRejection(block))
    return { ...about, tokens: { input: 0, output: 0 }, answer: '', result: block };
  const prompt = promptFor({
    change,
    language: language.name,
    path,
    source: text,
    resourceName: target.resourceName,
    target: block.address,
    earlier,
    examples,
  });
  const answered = await around(() => converse(bedrock, model, prompt));
  const result = await judged(answered, { ...rest, paths: [path] }, deps);
  const { tokens, text: answer } = answered;
  return { ...about, tokens, answer, result };
}

function asIs<T>(question: () => Promise<T>): Promise<T> {
  return question();
}

interface Located {
  readonly change: CodeChange;
  readonly language: NonNullable<ReturnType<typeof languageOf>>;
  readonly text: string;
  readonly target: TargetHints;
}

/** Found before any model is asked: a file without the block, or with two, goes to people and costs nothing. */
async function blockToFix(
  { change, language, text, target }: Located,
  languages: Languages,
): Promise<Block | Rejection> {
  const reader = await languages.reader(language.syntax);
  const opened = await reader.open(text, text);
  if (isRejection(opened)) return opened;
  return reader.target(opened.before, change[language.name].targetType, target);
}

/** How often a model is asked, in all. */
export const MOST_ATTEMPTS = 3;

/** As the next attempt hears of it; null when another answer cannot help. */
export function lessonOf({ result }: Pick<Attempt, 'result'>): EarlierAttempt | null {
  if (!isRejection(result) || result.follow !== 'retry') return null;
  return { check: result.check, hint: result.hint };
}

/** An answer that was cut off, or held back, is none. */
async function judged(
  { text, stopReason }: Answered,
  input: Omit<ValidationInput, 'answer'>,
  deps: JudgeDeps,
): Promise<Accepted | Rejection> {
  if (stopReason === 'max_tokens') {
    return reject('ANSWER_TOO_LARGE', 'The answer was cut off at the limit of tokens.');
  }
  return await judge(deps, { ...input, answer: text });
}
