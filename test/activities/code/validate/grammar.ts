import assert from 'node:assert/strict';

import { readTextFile, plainText } from '../../../../activities/code/validate/diff/text-file.ts';
import { isRejection } from '../../../../activities/code/validate/rejection.ts';
import { loadHclGrammar } from '../../../../activities/code/validate/terraform/grammar.ts';
import { readCorpus } from '../corpus.ts';
import { mutate, randomFrom } from './mutate.ts';

/** Splits `files` mutated files. */
export function splitsChangedFiles(files: number): void {
  it('the grammar splits a changed file the same with and without the tree of the old one', async () => {
    const grammar = await loadHclGrammar(10_000);
    const random = randomFrom(7);
    const texts = new Set(terraformSources());
    let sound = 0;
    for (let time = 0; time < files; time++) {
      const before = [...texts][time % texts.size] ?? '';
      const after = mutate(before, [...texts], random);
      if (grammar.split(before) === null) continue;
      const now = grammar.splitChanged(before, after);

      assert.deepEqual(now, grammar.split(after), JSON.stringify({ before, after }));
      if (now !== null) sound++;
    }
    assert.ok(sound > files / 10, `${sound} changed files without an error`);
  });
}

/** The Terraform files of the corpus that are small enough to be mutated often. */
function terraformSources(): readonly string[] {
  return readCorpus().flatMap(({ input }) => {
    const file = readTextFile(input.source);
    const native = /\.(?:tf|hcl)$/.test(input.paths[0] ?? '');
    return !native || isRejection(file) || file.lines.length > 500 ? [] : [plainText(file)];
  });
}
