import assert from 'node:assert/strict';

import { pageOf, PLAIN, type Terminal } from '../../../console/output/page.ts';
import { wrapAfter, nextStepLines } from '../../../console/output/wrap.ts';
import { HOSTILE, steersIn } from '../../hostile-text.ts';

const pipe: Terminal = { isTTY: false };
const terminal: Terminal = { isTTY: true, columns: 100 };

describe('what is written', () => {
  const hostile: readonly (readonly [string, string, string])[] = [
    ['a colour', 'a\u001B[31mb', 'ab'],
    ['a moved cursor', 'a\u001B[2A\u001B[2Kb', 'ab'],
    ['a colour of one byte', 'a\u009B31mb', 'ab'],
    ['a window title', 'a\u001B]0;mine\u0007b', 'ab'],
    ['a hidden link', 'a\u001B]8;;http://evil.example\u001B\\b\u001B]8;;\u001B\\', 'ab'],
    ['an escape inside an escape', 'a\u001B\u001B[31m[31mb', 'a�[31mb'],
    ['a line of its own', 'real\nforged', 'real ⏎ forged'],
    ['a line that is written over', 'real\r\n\rforged', 'real ⏎ forged'],
    ['a line break of Unicode', 'a\u2028b\u2029c\u0085d', 'a ⏎ b ⏎ c ⏎ d'],
    ['a backspace and a bell', 'ab\u0008\u0007c', 'ab��c'],
    ['a reversed text', 'a\u202Etxt.exe\u2066b', 'a�txt.exe�b'],
    ['an invisible letter', 'da\u200Bna\u{E0061}', 'da�na�'],
    ['a tab', 'a\tb', 'a b'],
    ['spaces of other widths', 'a\u00A0\u2003\u3000b', 'a   b'],
  ];
  for (const [what, text, expected] of hostile) {
    it(`the console’s page removes ${what} from text for a pipe or a terminal`, () => {
      for (const page of [PLAIN, pageOf(pipe, {}), pageOf(terminal, {})]) {
        assert.equal(page.print([text]), expected);
      }
    });
  }

  it('the console’s page prints no text of others that steers a terminal or hides something', () => {
    for (const { text } of HOSTILE)
      for (const page of [PLAIN, pageOf(terminal, {})])
        assert.deepEqual(steersIn(page.print([text])), []);
  });

  it('the console’s page prints our own colours on a terminal, and no forged ones', () => {
    const page = pageOf(terminal, {});

    const line = page.print([`${page.style.red('ours')} \u001B[31mforged\u001B[39m`]);

    assert.equal(line, '\u001B[31mours\u001B[39m forged');
  });

  it('the console’s page prints a link as words that lead to the address on a terminal, and as an address in a pipe', () => {
    const [url, page] = ['https://example.com/pull/7', pageOf(terminal, {})];

    assert.equal(
      page.print([page.link('Pull request', url)]),
      `\u001B]8;;${url}\u0007Pull request\u001B]8;;\u0007`,
    );
    assert.equal(PLAIN.link('Pull request', url), `Pull request: ${url}`);
    assert.equal(page.link('Pull request', 'https://a\u0007b'), 'Pull request: https://a\u0007b');
  });

  it('the console’s page removes a colour that was marked by another page', () => {
    const other = pageOf(terminal, {}).style.red('guessed');

    assert.equal(pageOf(terminal, {}).print([other]), 'guessed');
  });

  it('the console’s page cleans a text twice without a change', () => {
    for (const [, text, expected] of hostile) {
      assert.equal(PLAIN.clean(PLAIN.clean(text)), expected);
    }
  });

  it('the console’s page prints no colour in a pipe or with NO_COLOR', () => {
    assert.equal(pageOf(pipe, {}).style.red('x'), 'x');
    assert.equal(pageOf(terminal, { NO_COLOR: '1' }).style.red('x'), 'x');
  });
});

describe('what to do', () => {
  const narrow = { ...PLAIN, width: 40 };

  it('the console’s page wraps sentences, and keeps on one line what is there to be copied', () => {
    const command = "npm run -s closeloop -- kill-switch off --why 'your reason'";
    const words = 'Correct the lines named above, then try again.';

    assert.deepEqual(nextStepLines('  → ', command, narrow), [`  → ${command}`]);
    assert.deepEqual(nextStepLines('  → ', `Undo: ${command}`, narrow), [`  → Undo: ${command}`]);
    assert.deepEqual(
      nextStepLines('  → ', 'export CLOSELOOP_EVIDENCE_BUCKET=closeloop-evidence', narrow),
      ['  → export CLOSELOOP_EVIDENCE_BUCKET=closeloop-evidence'],
    );
    assert.deepEqual(nextStepLines('  → ', words, narrow), [
      '  → Correct the lines named above, then',
      '    try again.',
    ]);
  });

  it('the console’s page begins text on a line of its own beside a wide margin', () => {
    const margin = '  2026-03-01 11:58:01  observed  ';

    assert.deepEqual(wrapAfter(margin, 'a bucket was reported by two', { ...PLAIN, width: 60 }), [
      margin.trimEnd(),
      '      a bucket was reported by two',
    ]);
  });
});

describe('the width of a page', () => {
  const widths: readonly (readonly [string, Terminal, string | undefined, number])[] = [
    ['is the terminal’s', terminal, undefined, 100],
    ['is what COLUMNS says, before the terminal', terminal, '80', 80],
    ['is what COLUMNS says in a pipe', pipe, '80', 80],
    ['has no end in a pipe', pipe, undefined, Infinity],
    ['is 80 on a terminal that does not know its own', { isTTY: true, columns: 0 }, undefined, 80],
    ['is not nonsense that COLUMNS says', terminal, 'wide', 100],
    ['is not nothing', terminal, '0', 100],
  ];
  for (const [what, stream, columns, expected] of widths) {
    it(what, () => {
      const variables = columns === undefined ? {} : { COLUMNS: columns };

      assert.equal(pageOf(stream, variables).width, expected);
    });
  }
});
