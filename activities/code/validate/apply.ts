import { applyPatch } from 'diff';

import { locateHunks } from './diff/locate.ts';
import type { PlacedHunk } from './diff/locate.ts';
import type { FileDiff } from './diff/parsed-diff.ts';
import { majorityEnd, textOf } from './diff/text-file.ts';
import type { LineEnd, TextFile } from './diff/text-file.ts';
import { isRejection, reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';

/**
 * Check 4: applies the diff. Context must match exactly; line ends, byte order mark and the final newline stay as they
 * are in the file. Our own result and jsdiff's must be equal.
 */
export function apply(before: TextFile, diff: FileDiff): TextFile | Rejection {
  const placed = locateHunks(diff.hunks, before.lines);
  if (isRejection(placed)) return placed;
  const after = terminate(splice(before, placed), before, placed);
  if (textOf(after) === textOf(before)) {
    return reject('NO_CHANGE', 'The file is the same with the diff applied.');
  }
  const other = viaLibrary(before.lines, placed);
  return other === after.lines.join('\n')
    ? after
    : reject('UNFAITHFUL', 'Two ways of applying the diff disagree about its result.');
}

function splice(before: TextFile, placed: readonly PlacedHunk[]): TextFile {
  const lines: string[] = [];
  const ends: LineEnd[] = [];
  const end = majorityEnd(before);
  let at = 0;
  const keep = (until: number) => {
    for (; at < until; at++) {
      lines.push(before.lines[at] ?? '');
      ends.push(before.ends[at] || end);
    }
  };
  for (const { at: start, hunk } of placed) {
    keep(start);
    for (const { kind, text } of hunk.lines) {
      if (kind === ' ') keep(at + 1);
      else if (kind === '-') at++;
      else {
        lines.push(text);
        ends.push(end);
      }
    }
  }
  keep(before.lines.length);
  return { lines, ends, bom: before.bom };
}

/** The final newline changes only where the diff marks exactly one side as having none. */
function terminate(after: TextFile, before: TextFile, placed: readonly PlacedHunk[]): TextFile {
  const said = placed.at(-1)?.hunk.unterminated ?? { old: false, new: false };
  const unterminated = said.old === said.new ? before.ends.at(-1) === '' : said.new;
  if (!unterminated) return after;
  return { ...after, ends: [...after.ends.slice(0, -1), ''] };
}

/** jsdiff gets exact positions only: its search does not end for large numbers, and it ignores the order of hunks. */
function viaLibrary(lines: readonly string[], placed: readonly PlacedHunk[]): string | false {
  let shift = 0;
  const hunks = placed.map(({ at, hunk }) => {
    const newLines = hunk.lines.filter(({ kind }) => kind !== '-').length;
    const one = {
      oldStart: at + 1,
      oldLines: hunk.oldCount,
      newStart: at + 1 + shift,
      newLines,
      lines: hunk.lines.map(({ kind, text }) => kind + text),
    };
    shift += newLines - hunk.oldCount;
    return one;
  });
  const patch = { oldFileName: 'a', newFileName: 'b', oldHeader: '', newHeader: '', hunks };
  const text = lines.map((line) => `${line}\n`).join('');
  const result = applyPatch(text, patch, { fuzzFactor: 0, autoConvertLineEndings: false });
  return result === false ? false : result.replace(/\n$/, '');
}
