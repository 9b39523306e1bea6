import { randomInt } from 'node:crypto';
import { styleText } from 'node:util';

import { sanitize } from './sanitize.ts';

type Format = 'bold' | 'dim' | 'red' | 'yellow' | 'green';
export type Style = Readonly<Record<Format, (text: string) => string>>;

/** Each is one line of text, whatever characters its data contains. */
export type Lines = readonly string[];

/** Where text goes. All text for people goes through `print`: nothing else may reach a terminal. */
export interface Page {
  /** Columns; Infinity for a pipe or a file, where nothing is shortened. */
  readonly width: number;
  readonly style: Style;
  /** Words that lead to an address; where links cannot be followed, the words and the address. */
  readonly link: (words: string, url: string) => string;
  /** The line with its data sanitized and our own colours and links kept, so that it can be measured. */
  readonly clean: (line: string) => string;
  /** The text to write: every line sanitized, our colours and links as the terminal knows them. */
  readonly print: (lines: Lines) => string;
}

/** What a page needs to know of a stream. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The page of a stream: colours and links only on a terminal, never with NO_COLOR (https://no-color.org). */
export function pageOf(stream: Terminal, variables: Variables): Page {
  const refused = (variables['NO_COLOR'] ?? '') !== '' || variables['TERM'] === 'dumb';
  const marked = stream.isTTY === true && !refused;
  return { width: widthOf(stream, variables), ...(marked ? sealed() : UNCOLOURED) };
}

/** For a terminal that does not report its width, as in some containers. */
const USUAL_WIDTH = 80;

/** COLUMNS wins, as it does for `ls` and `man`. */
function widthOf(stream: Terminal, variables: Variables): number {
  const said = Number(variables['COLUMNS']);
  if (Number.isInteger(said) && said > 0) return said;
  if (stream.isTTY !== true) return Infinity;
  return stream.columns !== undefined && stream.columns > 0 ? stream.columns : USUAL_WIDTH;
}

type Marks = Pick<Page, 'style' | 'link' | 'clean' | 'print'>;

const UNCOLOURED: Marks = {
  style: { bold: same, dim: same, red: same, yellow: same, green: same },
  link: (words, url) => `${words}: ${url}`,
  clean: sanitize,
  print: (lines) => lines.map(sanitize).join('\n'),
};

/** The page of a file: endless and without colours. */
export const PLAIN: Page = { width: Infinity, ...UNCOLOURED };

/**
 * Our colours and links carry random numbers that no data can contain, until they are printed: every other escape
 * sequence is data. Meanwhile they stay valid sequences, which do not count when a line is measured.
 */
function sealed(): Marks {
  const seal = Array.from({ length: 4 }, () => `;${randomInt(1000, 10_000)}`).join('');
  const mark = new RegExp(`(\\u001B\\[\\d+${seal}m|\\u001B\\]8;${seal};[!-~]*\\u0007)`);
  const mapped = (line: string, ours: (sequence: string) => string) =>
    line
      .split(mark)
      .map((part, at) => (at % 2 === 1 ? ours(part) : sanitize(part)))
      .join('');
  const paint = (format: Format) => (text: string) => {
    const [open = '', close = ''] = styleText(format, '|', { validateStream: false }).split('|');
    return `${open.slice(0, -1)}${seal}m${text}${close.slice(0, -1)}${seal}m`;
  };
  // OSC 8: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
  const target = (url: string) => `\u001B]8;${seal};${url}\u0007`;
  return {
    style: {
      bold: paint('bold'),
      dim: paint('dim'),
      red: paint('red'),
      yellow: paint('yellow'),
      green: paint('green'),
    },
    link: (words, url) =>
      /^https?:[!-~]+$/.test(url) ? `${target(url)}${words}${target('')}` : `${words}: ${url}`,
    clean: (line) => mapped(line, same),
    print: (lines) => {
      return lines.map((line) => mapped(line, (ours) => ours.replace(seal, ''))).join('\n');
    },
  };
}

function same(text: string): string {
  return text;
}
