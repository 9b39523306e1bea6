import type { AttemptInput } from '../../../../activities/code/attempt/attempt-fix.ts';
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
