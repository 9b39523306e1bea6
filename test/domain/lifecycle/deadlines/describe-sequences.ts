import assert from 'node:assert/strict';

import { explore } from '../four-eyes/explore.ts';
import { STARTS } from '../four-eyes/starts.ts';
import { timeMade } from './judge.ts';

/** Explores every start to `depth` moves, with time passing. `counted` gets how much that was. */
export function describeSequences(depth: number, counted?: (what: string) => void): void {
  let [states, sequences] = [0, 0];

  for (const [name, { moments, setting = {} }] of Object.entries(STARTS)) {
    it(`from ${name}, no ${depth} moves give people time without a decision that is carried out`, () => {
      const explored = explore(moments, setting, depth, { fault: timeMade, timePasses: true });
      states += explored.states;
      sequences += explored.sequences;

      assert.deepEqual(explored.forbidden, []);
    });
  }

  after(() => {
    counted?.(
      `deadlines: ${states} distinct states, ${sequences} sequences of 1 to ${depth} moves`,
    );
  });
}
