import { structuredPatch } from 'diff';

import { encodeName } from './file-name.ts';

export interface CanonicalDiff {
  /** A unified diff that `git apply` takes: recomputed from both texts, without a word of the model's answer. */
  readonly text: string;
  readonly added: number;
  readonly removed: number;
}

/** The difference of two texts, with three lines of context. */
export function canonicalDiff(path: string, before: string, after: string): CanonicalDiff {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 });
  const lines = hunks.flatMap((hunk) => [
    `@@ -${side(hunk.oldStart, hunk.oldLines)} +${side(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  const header = [`--- ${encodeName(`a/${path}`)}`, `+++ ${encodeName(`b/${path}`)}`];
  const changed = hunks.flatMap((hunk) => hunk.lines);
  return {
    text: [...header, ...lines, ''].join('\n'),
    added: changed.filter((line) => line.startsWith('+')).length,
    removed: changed.filter((line) => line.startsWith('-')).length,
  };
}

/** An empty side is named by the line before it: https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html */
function side(start: number, count: number): string {
  return count === 0 ? `${start - 1},0` : count === 1 ? `${start}` : `${start},${count}`;
}
