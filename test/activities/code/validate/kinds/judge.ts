/** Judges a file as a fix would leave it, without writing the diff by hand. */
import assert from 'node:assert/strict';

import { canonicalDiff } from '../../../../../activities/code/validate/diff/canonical.ts';
import type { SiblingFile } from '../../../../../activities/code/validate/language.ts';
import { isRejection } from '../../../../../activities/code/validate/rejection.ts';
import { validate } from '../../../../../activities/code/validate/validate.ts';
import { languages } from '../../languages.ts';

interface Judged {
  readonly control: string;
  readonly before: string;
  readonly after: string;
  readonly resource: string;
  readonly path?: string;
  readonly target?: string;
  readonly region?: string;
  readonly siblings?: readonly SiblingFile[];
}

/** `accepted`, or check and code; a rejection that was not judged begins with `?`. */
async function judge({
  control,
  before,
  after: changed,
  resource,
  path = 'main.tf',
  target,
  region = 'eu-west-1',
  siblings = [],
}: Judged): Promise<string> {
  const result = await validate(
    {
      answer: canonicalDiff(path, before, changed).text,
      source: Buffer.from(before),
      paths: [path],
      control,
      account: '111122223333',
      siblings,
      target: {
        address: target ?? null,
        resourceName: resource,
        region,
        tags: new Map(),
      },
    },
    languages,
  );
  if (!isRejection(result)) return 'accepted';
  return `${result.follow === 'unjudged' ? '?' : ''}${result.check}/${result.code}`;
}

const VERDICTS = {
  right: 'is accepted',
  wrong: 'is not accepted',
  people: 'is not judged, and goes to people',
} as const;

export type Fix = (
  what: string,
  change: readonly [control: string, before: string, after: string],
  expected: keyof typeof VERDICTS,
  more?: Partial<Judged>,
) => void;

/** A function that declares one test for each fix; `base` is what the fixes of a test file have in common. */
export function declareFixes(base: Partial<Judged>): Fix {
  return (what, [control, before, changed], expected, more = {}) => {
    it(`a fix of ${control} with ${what} ${VERDICTS[expected]}`, async () => {
      const one = { control, before, after: changed, resource: 'acme-data', ...base, ...more };

      const told = await judge(one);

      assert.equal(told === 'accepted', expected === 'right', told);
      if (expected === 'people') assert.match(told, /^\?/);
    });
  };
}
