import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';

import type { AttemptInput } from '../../../../activities/code/attempt/attempt-fix.ts';
import { scriptedAnswer } from '../../../../sandbox/aws/bedrock/scripted-model.ts';
import { readCorpus } from '../corpus.ts';

export const MODEL = { modelId: 'scripted', maxTokens: 4_000, temperature: 0 };

/** One question for each file of the corpus that has a right answer. */
export function questions(): readonly { readonly group: string; readonly input: AttemptInput }[] {
  const groups = new Map<string, AttemptInput>();
  for (const { id, input, expect } of readCorpus()) {
    const group = id.split('/')[0] ?? '';
    const { answer: _answer, paths, ...rest } = input;
    const [path = ''] = paths;
    if (expect === 'accepted' && !groups.has(group))
      groups.set(group, { ...rest, path, earlier: [] });
  }
  return [...groups].map(([group, input]) => ({ group, input }));
}

/** The scripted model without a server between; `see` may take something out of the prompt. */
export function scripted(see: (prompt: string) => string = (prompt) => prompt) {
  const asked: string[] = [];
  const converse = async (input: { messages: { content: { text: string }[] }[] }) => {
    const prompt = input.messages[0]?.content[0]?.text ?? '';
    asked.push(prompt);
    return {
      output: { message: { content: [{ text: scriptedAnswer(see(prompt), null) }] } },
      usage: { inputTokens: 10, outputTokens: 5 },
      stopReason: 'end_turn',
    };
  };
  return { asked, bedrock: { converse } as unknown as Pick<BedrockRuntime, 'converse'> };
}
