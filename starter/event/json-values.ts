import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';

/** A file that is no JSON. The message names line and column in that file, and the format that it seems to have. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/** All JSON values of a text: one, or several behind one another as JSON Lines, concatenated or RFC 7464 sequences. */
export function jsonValues(given: string): readonly unknown[] {
  const text = given.replaceAll('\u001e', ' ');
  const whole = parsed(text);
  if (whole !== null) return [whole.value];
  const values: unknown[] = [];
  for (let from = nextText(text, 0); from < text.length;) {
    const rest = text.slice(from);
    const errors: ParseError[] = [];
    const node = parseTree(rest, errors, { disallowComments: true });
    const error = errors.find(
      ({ error: code }) => printParseErrorCode(code) !== 'EndOfFileExpected',
    );
    if (error !== undefined || node === undefined)
      throw unreadable(text, from + (error?.offset ?? 0), error);
    const end = from + node.offset + node.length;
    const one = parsed(text.slice(from, end));
    if (one === null) throw unreadable(text, from, error);
    values.push(one.value);
    from = nextText(text, end);
  }
  if (values.length === 0) throw new UnreadableEvent('the file is empty');
  return values;
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return null;
  }
}

/** Where the next value begins; the end of the text when none does. */
function nextText(text: string, from: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = from;
  blanks.exec(text);
  return blanks.lastIndex;
}

function unreadable(text: string, offset: number, error: ParseError | undefined): UnreadableEvent {
  const before = text.slice(0, offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const isStart = text.slice(0, offset).trim() === '';
  const why = isStart ? `it is no JSON at all${looksLike(text)}` : inWords(error);
  return new UnreadableEvent(`no JSON at ${place}: ${why}`);
}

/** `CommaExpected` as `comma expected`. */
function inWords(error: ParseError | undefined): string {
  if (error === undefined) return 'not understood';
  const words = printParseErrorCode(error.error).split(/(?=[A-Z])/);
  return words.join(' ').toLowerCase();
}

function looksLike(text: string): string {
  const [format] = FORMATS.find(([, shape]) => shape.test(text)) ?? [];
  return format === undefined ? '' : `; it looks like ${format}`;
}

const FORMATS: readonly (readonly [string, RegExp])[] = [
  // oxlint-disable-next-line no-control-regex -- the first byte of gzip is a control character
  ['a compressed file: decompress it first', /^(\u001f|PK\u0003)/],
  ['a Parquet file', /^PAR1/],
  ['XML or HTML', /^\s*</],
  [
    'CSV, for example what the Security Hub console exports: get the findings as JSON with `aws securityhub get-findings`',
    /^[^\n{[:]*[,;\t][^\n{[]*(\r?\n|$)/,
  ],
  ['YAML: convert it to JSON first', /^(---|- |["']?[\w-]+["']?:(\s|$))/],
];
