/** Texts by which somebody could try to deceive who reads them; every channel is tested with all of them. */

interface Hostile {
  /** What it tries. */
  readonly tries: string;
  readonly text: string;
}

/** `SECOND LINE` must stay in the first one, and nothing of it may steer, hide or link. */
export const HOSTILE: readonly Hostile[] = [
  { tries: 'a line of its own', text: 'logs\nSECOND LINE: approved' },
  { tries: 'a line that overwrites', text: 'logs\r\rSECOND LINE' },
  { tries: 'a line break of Unicode', text: 'logs\u2028SECOND LINE\u2029x\u0085y\u000Bz\u000Cw' },
  { tries: 'embedding and overrides of direction', text: 'a\u202Ab\u202Bc\u202Cd\u202De\u202Ef' },
  { tries: 'isolates of direction', text: 'a\u2066b\u2067c\u2068d\u2069e' },
  { tries: 'marks of direction', text: 'a\u200Eb\u200Fc\u061Cd' },
  {
    tries: 'letters without width',
    text: 'pay\u200Bme\u200Cnt\u200Ds\u2060\uFEFF\u00AD\u034F\u180E',
  },
  { tries: 'blank letters', text: 'a\u115F\u1160\u3164\uFFA0\u2800b' },
  { tries: 'hidden tags', text: 'a\u{E0061}\u{E0062}\u{E007F}b' },
  { tries: 'hidden selectors', text: 'a\uFE0Fb\uFE00c\u{E0100}d' },
  { tries: 'half a character', text: 'a\uD83Db\uDC00c' },
  {
    tries: 'escape sequences of a terminal',
    text: 'a\u001B[2K\u001B[1Ab\u009B31mc\u001B]0;x\u0007d',
  },
  { tries: 'backspaces', text: 'reject\u0008\u0008\u0008\u0008\u0008\u0008approve\u007F' },
  {
    tries: 'a link and a mention of Slack',
    text: '<https://evil.example|Approve> <!here> <@U0ADA>',
  },
  {
    tries: 'a link of Markdown',
    text: '[Approve](https://evil.example) ![x](https://evil.example/x)',
  },
  { tries: 'formats of Markdown', text: '**bold** _it_ ~no~ `code` # head\n- item\n> quote' },
  {
    tries: 'an element of HTML',
    text: '<a href="https://evil.example" onclick="x()">Approve</a><!-- -->',
  },
  {
    tries: 'a function of a card',
    text: '{{DATE(2017-02-14T06:08:00Z)}} ${title} <at>everyone</at>',
  },
];

/**
 * What no channel and no command may ever write: line breaks of data, marks of direction, what nobody sees. Written as
 * a list of its own, so that it does not repeat the rule that is tested. First and last of each range.
 */
const STEERING: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xe000, 0xf8ff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
];

/** The characters of that kind in a line, as `U+202E`; empty for a line that is what it seems. */
export function steersIn(line: string): readonly string[] {
  return Array.from(line, (character) => character.codePointAt(0) ?? 0)
    .filter((code) => STEERING.some(([first, last]) => first <= code && code <= last))
    .map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
}
