import { keepRecent } from '../source/recent.ts';
import type { HclParser, HclResult } from './hcl-parser.ts';

/** Characters of text whose results are kept: policies and changed blocks, which one judgement reads four times. */
const MOST_KEPT = 200_000;

/** Longer texts are files, which are kept with what was made of them. */
const LONGEST = 16_000;

/** Parses a short text once. What failed is parsed again: it may have been the machine. */
export function withRecent(parser: HclParser): HclParser {
  const results = keepRecent<HclResult>(MOST_KEPT);
  return {
    ...parser,
    parse: async (text) => {
      const known = results.get(text);
      if (known !== undefined) return known;
      const result = await parser.parse(text);
      if (result.ok && text.length <= LONGEST) results.put(text, result);
      return result;
    },
  };
}
