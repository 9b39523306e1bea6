import { randomInt } from 'node:crypto';
import { styleText } from 'node:util';

import { sanitize } from './sanitize.ts';

type Format = 'bold' | 'dim' | 'red' | 'yellow' | 'green';
export type Style = Readonly<Record<Format, (text: string) => string>>;

/** Each is one line of text, whatever characters its data brought along. */
export type Lines = readonly string[];

/** Where text goes. Everything for people is written by `print`: nothing else may reach a terminal. */
export interface Page {
  /** Columns; Infinity for a pipe or a file, where nothing is shortened. */
  readonly width: number;
  readonly style: Style;
  /** The same line with its data made harmless; our own colours stay. For whoever measures before printing. */
  readonly clean: (line: string) => string;
  /** The text to write: every line clean, our colours as the terminal knows them. */
  readonly print: (lines: Lines) => string;
}

/** What a page needs to know of a stream. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The page of a stream: colours only on a terminal, never with NO_COLOR (https://no-color.org). */
export function pageOf(stream: Terminal, variables: Variables): Page {
  const refused = (variables['NO_COLOR'] ?? '') !== '' || variables['TERM'] === 'dumb';
  const coloured = stream.isTTY === true && !refused;
  return { width: widthOf(stream, variables), ...(coloured ? sealed() : UNCOLOURED) };
}

/** A terminal that does not know its width, as in some containers. */
const USUAL_WIDTH = 80;

/** COLUMNS wins, as it does for `ls` and `man`. */
function widthOf(stream: Terminal, variables: Variables): number {
  const said = Number(variables['COLUMNS']);
  if (Number.isInteger(said) && said > 0) return said;
  if (stream.isTTY !== true) return Infinity;
  return stream.columns !== undefined && stream.columns > 0 ? stream.columns : USUAL_WIDTH;
}

type Inks = Pick<Page, 'style' | 'clean' | 'print'>;

const UNCOLOURED: Inks = {
  style: { bold: same, dim: same, red: same, yellow: same, green: same },
  clean: sanitize,
  print: (lines) => lines.map(sanitize).join('\n'),
};

/** A page as a file sees it: endless and without colours. */
export const PLAIN: Page = { width: Infinity, ...UNCOLOURED };

/**
 * Our colours carry a number that no data can know until they are printed: every other escape sequence is data.
 * They stay valid sequences meanwhile, so that whoever measures a line does not count them.
 */
function sealed(): Inks {
  const seal = Array.from({ length: 4 }, () => `;${randomInt(1000, 10_000)}`).join('');
  const mark = new RegExp(`(\\u001B\\[\\d+)${seal}m`);
  const mapped = (line: string, end: string) =>
    line
      .split(mark)
      .map((part, at) => (at % 2 === 1 ? `${part}${end}` : sanitize(part)))
      .join('');
  const paint = (format: Format) => (text: string) => {
    const [open = '', close = ''] = styleText(format, '|', { validateStream: false }).split('|');
    return `${open.slice(0, -1)}${seal}m${text}${close.slice(0, -1)}${seal}m`;
  };
  return {
    style: {
      bold: paint('bold'),
      dim: paint('dim'),
      red: paint('red'),
      yellow: paint('yellow'),
      green: paint('green'),
    },
    clean: (line) => mapped(line, `${seal}m`),
    print: (lines) => lines.map((line) => mapped(line, 'm')).join('\n'),
  };
}

function same(text: string): string {
  return text;
}
