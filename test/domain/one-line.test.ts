import assert from 'node:assert/strict';

import { tidyLine, visibleLine } from '../../domain/one-line.ts';
import { HOSTILE, steersIn } from '../hostile-text.ts';

describe('a text of others as one line', () => {
  for (const { tries, text } of HOSTILE) {
    it(`one line shows ${tries} in one line that hides and steers nothing`, () => {
      for (const line of [visibleLine(text), tidyLine(text)]) {
        assert.deepEqual(steersIn(line), []);
        assert.equal(visibleLine(line), line, 'a clean line stays as it is');
      }
    });
  }

  it('one line shows where a break and an unseen character were, so that it does not look ordinary', () => {
    assert.equal(visibleLine('real\r\nforged\u202Etxt'), 'real ⏎ forged�txt');
    assert.equal(visibleLine('a\uFE0Fb'), 'a�b');
  });

  it('one line keeps letters of every script, and how an emoji looks', () => {
    for (const text of ['Zahlungen für März', '支払い', 'שלום', '⚠️ moves in March', '😀'])
      assert.equal(visibleLine(text), text);
  });

  it('one line is empty for a text in which nothing can be seen', () => {
    for (const text of ['', ' \n\t', '\u202E\u200B \u3164']) assert.equal(tidyLine(text), '');
    assert.equal(tidyLine('\n a \u00A0 b \n'), 'a b');
  });
});
