import { stripVTControlCharacters } from 'node:util';

/** Beside a margin that leaves less than this, wrapping makes text worse. */
const NARROWEST = 30;

/** `text` after `margin`, its further lines indented to where it began. Words longer than a line stay whole. */
export function hang(margin: string, text: string, width: number): string {
  const indent = stripVTControlCharacters(margin).length;
  const room = width - indent;
  if (room < NARROWEST || !Number.isFinite(width)) return margin + text;
  const lines = text.split(' ').reduce<string[]>((all, word) => {
    const last = all.at(-1);
    if (last === undefined || last.length + 1 + word.length > room) return [...all, word];
    return [...all.slice(0, -1), `${last} ${word}`];
  }, []);
  return margin + lines.join(`\n${' '.repeat(indent)}`);
}
