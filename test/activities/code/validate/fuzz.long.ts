import assert from 'node:assert/strict';

import { longSize } from '../../../long-size.ts';
import { fuzz } from './fuzz.ts';
import { surplusChanges } from './other-parsers.ts';

const SEEDS = Array.from({ length: longSize({ ci: 2, full: 5 }) }, (_, n) => n + 1);

describe(`${SEEDS.length * 10_000} mutated answers`, () => {
  for (const seed of SEEDS) {
    it(`10,000 mutated answers with seed ${seed} never crash the validator, take a second or change what is not allowed`, async () => {
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
