import assert from 'node:assert/strict';

import { closeloop, isForPeople, oneLine } from './cli.ts';

/** Words after the program's name, and what the person has to read. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ['findigns', /unknown command 'findigns'[^]*Did you mean findings/i],
  ['findings lst', /unknown command 'lst'[^]*Did you mean list[^]*findings --help/i],
  ['findings list --pase x', /unknown option '--pase'[^]*--phase[^]*findings list --help/i],
  ['findings list --phase SLEEPING', /'SLEEPING' is invalid. Expected one of TRIAGE/],
  ['findings list extra', /too many arguments/i],
  ['findings list --owner', /'--owner <team>' argument missing/],
  ['findings show', /missing required argument 'id'/i],
  ['findings show a b', /too many arguments/i],
  ['findings approve --plan x', /missing required argument 'id'/i],
  ['findings claim-fixed abc', /'--evidence <text>' not specified/],
  ['findings explain', /missing required argument 'file'/i],
  ['kill-switch off', /'--why <text>' not specified/],
  ['doctor now', /too many arguments/i],
];

describe('wrong usage', () => {
  for (const [words, expected] of WRONG) {
    it(`of "closeloop ${words}" exits 2 and says what to do`, async () => {
      const ran = await closeloop(words.split(' '));

      assert.deepEqual([ran.code, ran.stdout], [2, '']);
      assert.match(ran.stderr, expected);
      assert.ok(isForPeople(ran), ran.stderr);
    });
  }

  it('is one line of JSON for scripts', async () => {
    const ran = await closeloop(['findings', 'show', '--json']);

    assert.equal(ran.code, 2);
    assert.deepEqual(oneLine(ran), {
      error: { code: 'usage', message: "Missing required argument 'id'" },
    });
  });
});
