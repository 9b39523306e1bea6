import type { Mark } from '../source/model.ts';

interface Range {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where a block of YAML ends: behind its value, with a comment on its last line and the comments below that are
 * indented deeper than its key. A parser's own end lies at the start of the next line.
 */
export function endOfBlock(text: string, start: number, valueEnd: number): number {
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  let end = start + text.slice(start, valueEnd).trimEnd().length;
  const lineEnd = endOfLine(text, end);
  if (/^\s+#/.test(text.slice(end, lineEnd))) end = lineEnd;
  for (let at = lineEnd + 1; at < text.length;) {
    const stop = endOfLine(text, at);
    const line = text.slice(at, stop);
    const indent = /^ *(?=#)/.exec(line)?.[0].length ?? -1;
    if (line.trim() !== '' && indent <= column) break;
    if (line.trim() !== '') end = stop;
    at = stop + 1;
  }
  return end;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

/** Blocks and what stands between them, in the order of the file. JSON has nothing but punctuation there. */
export function marksOf(text: string, blocks: readonly Range[], json: boolean): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  for (const { key, start, end } of blocks) {
    if (!json) marks.push(...gapMarks(text.slice(at, start)));
    marks.push({ kind: 'block', key });
    at = end;
  }
  return json ? marks : [...marks, ...gapMarks(text.slice(at))];
}

/** Commas come and go with the entries that they divide. */
function gapMarks(gap: string): readonly Mark[] {
  return gap
    .split('\n')
    .map((line) => (isComment(line) ? line : line.replaceAll(',', '')).trim())
    .filter((line) => line !== '')
    .map((line) => ({ kind: isComment(line) ? 'comment' : 'structure', text: line }));
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#');
}
