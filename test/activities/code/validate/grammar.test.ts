import assert from 'node:assert/strict';

import { readTextFile, plainText } from '../../../../activities/code/validate/diff/text-file.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { loadHclGrammar } from '../../../../activities/code/validate/terraform/grammar.ts';
import { readCorpus } from '../corpus.ts';
import { mutate, randomFrom } from './mutate.ts';

describe('the grammar', () => {
  it('the grammar splits a changed file the same with and without the tree of the old one', async () => {
    const grammar = await loadHclGrammar(10_000);
    const random = randomFrom(7);
    const texts = new Set(terraformSources());
    let sound = 0;
    for (let time = 0; time < 2000; time++) {
      const before = [...texts][time % texts.size] ?? '';
      const after = mutate(before, [...texts], random);
      if (grammar.split(before) === null) continue;
      const now = grammar.splitChanged(before, after);

      assert.deepEqual(now, grammar.split(after), JSON.stringify({ before, after }));
      if (now !== null) sound++;
    }
    assert.ok(sound > 200, `${sound} changed files without an error`);
  });

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

/** The Terraform files of the corpus that are small enough to be mutated often. */
function terraformSources(): readonly string[] {
  return readCorpus().flatMap(({ input }) => {
    const file = readTextFile(input.source);
    const native = /\.(?:tf|hcl)$/.test(input.paths[0] ?? '');
    return !native || isRejection(file) || file.lines.length > 500 ? [] : [plainText(file)];
  });
}

function named(name: string): string {
  return `# ${name}\nresource "a_b" "c" {\n  d = "${name}"\n}\n`;
}
