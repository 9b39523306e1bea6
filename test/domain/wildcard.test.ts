import assert from 'node:assert/strict';

import { matchesWildcard } from '../../domain/wildcard.ts';

const CASES: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['account#*', 'account#1', true],
  ['account#*', 'fix#1', false],
  ['*', '', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a-c-b', false],
  ['a.c', 'abc', false],
  ['exact', 'exactly', false],
  ['Case', 'case', false],
];

for (const [pattern, text, matches] of CASES) {
  it(`the pattern "${pattern}" ${matches ? 'matches' : 'does not match'} "${text}"`, () => {
    assert.equal(matchesWildcard(pattern, text), matches);
  });
}
