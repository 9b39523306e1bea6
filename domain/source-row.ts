import type { CodeFix } from './code-fix.ts';

/** A code fix as people see it: where it is, what it changes and where it is reviewed. */
export interface SourceRow {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  readonly block: string;
  readonly stands: CodeFix['stands'];
  /** Address of the pull request; null before there is one. */
  readonly pullRequest: string | null;
  /**
   * The removed and added lines, with `-` and `+` before them. No lines around them, as a file may contain what a
   * notification channel must not see. Empty where another finding made the fix.
   */
  readonly lines: readonly string[];
  /** The branch that a failed proposal may have left. */
  readonly leftBranch?: string;
}

/** Null before a fix is drafted or a pull request joined. */
export function sourceRow(code: CodeFix | undefined): SourceRow | null {
  const place = code?.pull?.place ?? code?.draft?.place ?? code?.left?.place;
  if (code === undefined || place === undefined) return null;
  const { repository, path, block } = place;
  const lines = code.draft === null ? [] : changedLines(code.draft.diff);
  return {
    repository,
    path,
    block,
    stands: code.stands,
    pullRequest: code.pull?.url ?? code.left?.url ?? null,
    lines,
    ...(code.left === undefined ? {} : { leftBranch: code.left.branch }),
  };
}

/** The lines that a diff adds, without their marks. Long lines are left out. */
export function addedLines(diff: string): readonly string[] {
  return changedLines(diff)
    .filter((line) => line.startsWith('+') && line.length < MOST_LENGTH)
    .map((line) => line.slice(1));
}

/** A draft changes at most 50 lines, but a line may be long. */
function changedLines(diff: string): readonly string[] {
  const all = diff.split('\n');
  const first = all.findIndex((line) => line.startsWith('@@'));
  return all
    .slice(first < 0 ? all.length : first)
    .filter((line) => /^[-+]/.test(line))
    .slice(0, MOST_LINES)
    .map((line) => (line.length > MOST_LENGTH ? `${line.slice(0, MOST_LENGTH - 1)}…` : line));
}

const MOST_LINES = 50;
const MOST_LENGTH = 200;
