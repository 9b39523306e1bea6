import { styleText } from 'node:util';

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

/** Where text goes: how wide it is and whether colours are wanted. */
export interface Page {
  /** Columns of the terminal; Infinity for a pipe or a file, where nothing is shortened. */
  readonly width: number;
  readonly style: Style;
}

/** The page of a stream: colours only on a terminal, never with NO_COLOR (https://no-color.org). */
export function pageOf(stream: NodeJS.WriteStream): Page {
  return { width: stream.isTTY ? stream.columns : Infinity, style: styleOf(stream) };
}

/** A page as a file sees it: endless and without colours. */
export const PLAIN: Page = {
  width: Infinity,
  style: { bold: same, dim: same, red: same, yellow: same, green: same },
};

function styleOf(stream: NodeJS.WriteStream): Style {
  const paint = (format: 'bold' | 'dim' | 'red' | 'yellow' | 'green') => (text: string) =>
    styleText(format, text, { stream });
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    yellow: paint('yellow'),
    green: paint('green'),
  };
}

function same(text: string): string {
  return text;
}
