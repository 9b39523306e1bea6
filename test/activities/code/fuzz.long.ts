import assert from 'node:assert/strict';

import { fuzz } from './fuzz.ts';
import { surplusChanges } from './other-parsers.ts';

describe('50,000 mutated answers', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`with seed ${seed}: none crashes, none takes a second, none changes what is not allowed`, async () => {
      const { accepted, slowestMs, slowest, checks } = await fuzz(10_000, seed);

      console.log(JSON.stringify({ seed, slowestMs: Math.round(slowestMs), checks }));
      assert.ok(slowestMs < 1000, `${slowestMs} ms: ${slowest}`);
      const named = accepted.map(({ one, result }) => ({
        name: one.id,
        control: one.input.control,
        result,
      }));
      assert.deepEqual(await surplusChanges(named), []);
    });
  }
});
