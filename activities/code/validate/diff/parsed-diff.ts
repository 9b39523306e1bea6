/** A diff as parsed, not yet compared with a file. */
export interface ParsedDiff {
  readonly files: readonly FileDiff[];
}

export interface FileDiff {
  /** Every name the headers give this file, decoded, prefixes kept. */
  readonly names: readonly string[];
  /** The two names of a `diff --git` line, which have no separator of their own; null without such a line. */
  readonly gitNames: string | null;
  /** Extended headers but a plain `index`: renames, modes, binary parts. */
  readonly operations: readonly string[];
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  /** As declared, from 1; with `oldCount` 0 the line after which to insert. */
  readonly oldStart: number;
  readonly oldCount: number;
  readonly lines: readonly HunkLine[];
  /** Line number of the header in the answer. */
  readonly number: number;
  /** Which side ends without a newline, as its `\ No newline` marks say. */
  readonly unterminated: { readonly old: boolean; readonly new: boolean };
}

export interface HunkLine {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
  /** Line number in the answer. */
  readonly number: number;
}

/** All text that the diff brings into the file. */
export function addedLines(diff: ParsedDiff): readonly HunkLine[] {
  return changedLines(diff).filter(({ kind }) => kind === '+');
}

export function changedLines(diff: ParsedDiff): readonly HunkLine[] {
  return diff.files
    .flatMap(({ hunks }) => hunks)
    .flatMap(({ lines }) => lines)
    .filter(({ kind }) => kind !== ' ');
}
