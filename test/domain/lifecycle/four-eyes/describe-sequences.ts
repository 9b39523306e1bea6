import assert from 'node:assert/strict';

import { explore } from './explore.ts';
import { STARTS } from './starts.ts';

/** Explores every start to `depth` moves. `counted` gets how much that was. */
export function describeSequences(depth: number, counted?: (what: string) => void): void {
  let [states, sequences] = [0, 0];

  for (const [name, { moments, setting = {} }] of Object.entries(STARTS)) {
    it(`from ${name}, no ${depth} moves with one person lead to a write that four eyes forbid`, () => {
      const explored = explore(moments, setting, depth);
      states += explored.states;
      sequences += explored.sequences;

      assert.deepEqual(explored.forbidden, []);
    });
  }

  after(() => {
    counted?.(
      `four eyes: ${states} distinct states, ${sequences} sequences of 1 to ${depth} moves`,
    );
  });
}
