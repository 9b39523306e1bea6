/** Bedrock's Converse with a scripted model: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
import { z } from 'zod';

import { AwsError } from '../gateway/aws-error.ts';
import { scriptedAnswer } from './scripted-model.ts';
import type { Mischief } from './scripted-model.ts';

export interface Bedrock {
  /** The output of Converse. Throws ValidationException for what Bedrock would not take. */
  answer(operation: string, input: unknown): unknown;
  /** How the next answers go wrong, in this order, to prompts that hold `about`; after them it behaves. */
  misbehave(next: readonly Mischief[], about?: string): void;
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
  const planned = new Map<string, readonly Mischief[]>();
  return {
    answer: (operation, input) => {
      if (operation !== 'Converse') {
        throw new AwsError('UnknownOperationException', `The sandbox has no bedrock ${operation}.`);
      }
      const parsed = inputShape.safeParse(input);
      if (!parsed.success) {
        throw new AwsError('ValidationException', z.prettifyError(parsed.error));
      }
      return converse(parsed.data, nextMischief(planned, JSON.stringify(parsed.data.messages)));
    },
    misbehave: (next, about = '') => void planned.set(about, next),
    clear: () => planned.clear(),
  };
}

function nextMischief(planned: Map<string, readonly Mischief[]>, prompt: string): Mischief | null {
  for (const [about, [mischief, ...rest]] of planned) {
    if (mischief === undefined || !prompt.includes(about)) continue;
    planned.set(about, rest);
    return mischief;
  }
  return null;
}

function converse(
  { system = [], messages }: z.output<typeof inputShape>,
  mischief: Mischief | null,
) {
  const prompt = messages.flatMap(({ content }) => content.map(({ text }) => text)).join('\n\n');
  const text = scriptedAnswer(prompt, mischief);
  const asked = [...system.map((part) => part.text), prompt].join('\n');
  const [inputTokens, outputTokens] = [asked, text].map((one) => Math.ceil(one.length / TOKEN));
  return {
    output: { message: { role: 'assistant', content: [{ text }] } },
    stopReason: 'end_turn',
    usage: { inputTokens, outputTokens, totalTokens: (inputTokens ?? 0) + (outputTokens ?? 0) },
    metrics: { latencyMs: 1 },
  };
}
