import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import { judge } from '../validate/checkov/validate-and-scan.ts';
import type { JudgeDeps } from '../validate/checkov/validate-and-scan.ts';
import { locateTarget } from '../validate/locate-target.ts';
import { isRejection, reject } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
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
  const about = { model: model.modelId, prompt: PROMPT_VERSION };
  const found = await locateTarget(languages, { ...rest, path });
  if (isRejection(found))
    return { ...about, tokens: { input: 0, output: 0 }, answer: '', result: found };
  const { change, language, text, block } = found;
  const { resourceName } = rest.target;
  const prompt = promptFor({
    change,
    language,
    path,
    source: text,
    resourceName,
    target: block,
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
