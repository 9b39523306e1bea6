import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { ScanDeps } from '../validate/checkov/validate-and-scan.ts';
import { locateTarget } from '../validate/locate-target.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { Accepted, ValidationInput } from '../validate/validate.ts';
import { converse } from './converse.ts';
import type { ModelAnswer, ModelSettings } from './converse.ts';
import { PROMPT_VERSION, promptFor } from './prompt.ts';
import type { EarlierAttempt } from './prompt.ts';
import { validateAnswer } from './validate-answer.ts';

export interface AttemptDeps extends ScanDeps {
  readonly bedrock: Pick<BedrockRuntime, 'converse'>;
  readonly model: ModelSettings;
}

export type AttemptInput = Omit<ValidationInput, 'answer' | 'paths'> & {
  readonly path: string;
  readonly earlier: readonly EarlierAttempt[];
};

/** One question to a model with its validated answer. */
export interface Attempt {
  readonly model: string;
  readonly prompt: string;
  readonly tokens: ModelAnswer['tokens'];
  readonly result: Accepted | Rejection;
}

/**
 * Asks the model about a file without a lifecycle around it, for `closeloop fix propose`. Throws where the model
 * cannot be reached; a rejection is a result.
 */
export async function attemptFix(deps: AttemptDeps, input: AttemptInput): Promise<Attempt> {
  const { path, earlier, ...rest } = input;
  const about = { model: deps.model.modelId, prompt: PROMPT_VERSION };
  const target = await locateTarget(deps.languages, { ...rest, path });
  if (isRejection(target)) return { ...about, tokens: { input: 0, output: 0 }, result: target };
  const { resourceName } = rest.target;
  const prompt = promptFor({ ...target, path, resourceName, earlier });
  const answer = await converse(deps.bedrock, deps.model, prompt);
  const result = await validateAnswer(deps, answer, { ...rest, paths: [path] });
  return { ...about, tokens: answer.tokens, result };
}
