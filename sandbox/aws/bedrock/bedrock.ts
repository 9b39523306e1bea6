/** Bedrock's Converse with a scripted model: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';
import { scriptedAnswer } from './scripted-model.ts';
import type { ModelFault } from './scripted-model.ts';

export interface Bedrock {
  /** The output of Converse. Throws ValidationException for what Bedrock would not take. */
  answer(operation: string, input: unknown): unknown;
  /** How the next answers go wrong, in this order, to prompts that hold `about`; after them it behaves. */
  failNextAnswers(next: readonly ModelFault[], about?: string): void;
  clear(): void;
}

const inputShape = z.object({
  system: z.array(z.object({ text: z.string().min(1) })).optional(),
  messages: z
    .array(
      z.object({
        role: z.enum(['user', 'assistant']),
        content: z.array(z.object({ text: z.string().min(1) })).min(1),
      }),
    )
    .min(1),
  inferenceConfig: z
    .object({ maxTokens: z.int().min(1), temperature: z.number().min(0).max(1) })
    .partial()
    .optional(),
});

/** About four characters make a token: good enough for a figure that has to be shown. */
const TOKEN = 4;

export function createBedrock(): Bedrock {
  const planned = new Map<string, readonly ModelFault[]>();
  return {
    answer: (operation, input) => {
      if (operation !== 'Converse') {
        throw new AwsError('UnknownOperationException', `The sandbox has no bedrock ${operation}.`);
      }
      const parsed = inputShape.safeParse(input);
      if (!parsed.success) {
        throw new AwsError('ValidationException', z.prettifyError(parsed.error));
      }
      return converse(parsed.data, nextFault(planned, JSON.stringify(parsed.data.messages)));
    },
    failNextAnswers: (next, about = '') => void planned.set(about, next),
    clear: () => planned.clear(),
  };
}

function nextFault(planned: Map<string, readonly ModelFault[]>, prompt: string): ModelFault | null {
  for (const [about, [fault, ...rest]] of planned) {
    if (fault === undefined || !prompt.includes(about)) continue;
    planned.set(about, rest);
    return fault;
  }
  return null;
}

function converse(
  { system = [], messages }: z.output<typeof inputShape>,
  fault: ModelFault | null,
) {
  const prompt = messages.flatMap(({ content }) => content.map(({ text }) => text)).join('\n\n');
  const text = scriptedAnswer(prompt, fault);
  const input = [...system.map((part) => part.text), prompt].join('\n');
  const [inputTokens, outputTokens] = [input, text].map((one) => Math.ceil(one.length / TOKEN));
  return {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason: 'end_turn',
    usage: { inputTokens, outputTokens, totalTokens: (inputTokens ?? 0) + (outputTokens ?? 0) },
    metrics: { latencyMs: 1 },
  };
}
