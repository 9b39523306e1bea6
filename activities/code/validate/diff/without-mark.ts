import type { FileDiff, Hunk, HunkLine } from './parsed-diff.ts';

/**
 * The diff of a file that begins with a byte order mark, without that mark: git's own diffs have it before the first
 * line of either side, and a model does not see it.
 */
export function withoutMark(file: FileDiff): FileDiff {
  return { ...file, hunks: file.hunks.map((hunk) => (hunk.oldStart <= 1 ? stripped(hunk) : hunk)) };
}

function stripped(hunk: Hunk): Hunk {
  const firsts = [
    hunk.lines.find(({ kind }) => kind !== '+'),
    hunk.lines.find(({ kind }) => kind !== '-'),
  ];
  const strip = (line: HunkLine): HunkLine =>
    firsts.includes(line) ? { ...line, text: line.text.replace(/^\uFEFF/, '') } : line;
  return { ...hunk, lines: hunk.lines.map(strip) };
}
