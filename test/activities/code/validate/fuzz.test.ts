import assert from 'node:assert/strict';

import { fuzz } from './fuzz.ts';
import { surplusChanges } from './other-parsers.ts';

describe('mutated answers', () => {
  it('mutated answers never crash or delay the validator, and change nothing that is not allowed', async () => {
    const { accepted, slowestMs, slowest, checks } = await fuzz(300, 20_261_123);

    assert.ok(slowestMs < 1000, `${slowestMs} ms: ${slowest}`);
    assert.ok(Object.keys(checks).length >= 7, JSON.stringify(checks));
    const named = accepted.map(({ one, result }) => ({
      name: one.id,
      control: one.input.control,
      result,
    }));
    assert.deepEqual(await surplusChanges(named), []);
  });
});
