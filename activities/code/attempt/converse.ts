import type { BedrockRuntime, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';

import { callAws, failure } from '../../aws/failures.ts';
import type { Prompt } from './prompt.ts';

/** Which model to ask, and how; from configuration. */
export interface ModelSettings {
  /** A model id or an inference profile. */
  readonly modelId: string;
  /** Tokens. */
  readonly maxTokens: number;
  readonly temperature: number;
}

export interface ModelAnswer {
  readonly text: string;
  readonly tokens: { readonly input: number; readonly output: number };
  /** `end_turn`, `max_tokens`, `guardrail_intervened`, … */
  readonly stopReason: string;
}

/**
 * Sends one question to Bedrock, once: Temporal retries the activity. Throws as `asking` does.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export async function converse(
  bedrock: Pick<BedrockRuntime, 'converse'>,
  { modelId, maxTokens, temperature }: ModelSettings,
  { system, user }: Prompt,
): Promise<ModelAnswer> {
  const answer = await callAws(`bedrock:Converse with ${modelId}`, () =>
    bedrock.converse({
      modelId,
      system: [{ text: system }],
      messages: [{ role: 'user', content: [{ text: user }] }],
      inferenceConfig: { maxTokens, temperature },
    }),
  );
  return readAnswer(answer, modelId);
}

function readAnswer(
  { output, usage, stopReason }: ConverseCommandOutput,
  modelId: string,
): ModelAnswer {
  const parts = output?.message?.content;
  if (parts === undefined || stopReason === undefined) {
    throw failure('SchemaMismatch', `bedrock:Converse with ${modelId} answered without a message.`);
  }
  return {
    text: parts.map(({ text }) => text ?? '').join(''),
    tokens: { input: usage?.inputTokens ?? 0, output: usage?.outputTokens ?? 0 },
    stopReason,
  };
}
