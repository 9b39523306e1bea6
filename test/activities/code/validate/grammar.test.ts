import assert from 'node:assert/strict';

import { loadHclGrammar } from '../../../../activities/code/validate/terraform/grammar.ts';
import { splitsChangedFiles } from './grammar.ts';

describe('the grammar', () => {
  /** What `npm test` can afford; `grammar.long.ts` splits more. */
  splitsChangedFiles(500);

  it('the grammar splits files whose change begins or ends inside a surrogate pair', async () => {
    const grammar = await loadHclGrammar();
    for (const [before, after] of [
      ['😀', '😁'],
      ['😀', '🤀'],
      ['x😀', '😀'],
    ] as const) {
      const split = grammar.splitChanged(named(before), named(after));

      assert.deepEqual(split, grammar.split(named(after)));
      assert.equal(split?.items.length, 2);
    }
  });
});

function named(name: string): string {
  return `# ${name}\nresource "a_b" "c" {\n  d = "${name}"\n}\n`;
}
