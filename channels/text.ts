/** Texts of products and people, made safe to show. Each channel still escapes its own markup. */
import { tidyLine } from '../domain/one-line.ts';

/** One visible line of at most so many UTF-16 units. Never empty: vendors refuse empty texts. */
export function oneLine(text: string, most: number): string {
  const line = tidyLine(text);
  return line === '' ? '–' : cut(line, most);
}

/** As `oneLine`, with the indentation of a line of code, and the `+` or `-` of a diff before it. */
export function codeLine(text: string, most: number): string {
  const [indent = ''] = /^[-+]? {0,40}/.exec(text.replaceAll('\t', '  ')) ?? [];
  const code = text.replaceAll('\t', '  ').slice(indent.length);
  return code.trim() === '' ? oneLine(indent, most) : cut(`${indent}${oneLine(code, most)}`, most);
}

/** At most so many UTF-16 units, which is how vendors count, without half a surrogate pair. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
