import { stripVTControlCharacters } from 'node:util';

/** Letters that take two columns: https://www.unicode.org/reports/tr11/ (the blocks that names and titles use). */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
/** Marks that stand on the letter before them. */
const NARROW = /\p{Mn}|\p{Me}/u;

/** Columns that a clean line takes on a terminal; colours take none. */
export function columnsOf(line: string): number {
  const text = stripVTControlCharacters(line);
  // Nearly every line: no need to look at each letter.
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
  return Array.from(text).reduce((sum, letter) => sum + columnsOfLetter(letter), 0);
}

/** At most `width` columns of a clean line without colours; `…` stands for what was cut. */
export function shorten(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let cut = '';
  let room = width - 1;
  for (const letter of text) {
    room -= columnsOfLetter(letter);
    if (room < 0) break;
    cut += letter;
  }
  return width < 1 ? '' : `${cut}…`;
}

function columnsOfLetter(letter: string): number {
  if (NARROW.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}
