import type { AnswerLine } from './envelope.ts';

/** Reads lines one after the other. */
export interface Cursor {
  /** The line that `next` would take, or the one `ahead` of it; null outside of the answer. */
  readonly peek: (ahead?: number) => AnswerLine | null;
  readonly next: () => AnswerLine | null;
  readonly done: () => boolean;
  /** The lines that were read after the given one. */
  readonly since: (line: AnswerLine) => readonly AnswerLine[];
}

export function cursorOn(lines: readonly AnswerLine[]): Cursor {
  let at = 0;
  return {
    peek: (ahead = 0) => lines[at + ahead] ?? null,
    next: () => lines[at++] ?? null,
    done: () => at >= lines.length,
    since: ({ number }) => lines.slice(0, at).filter((line) => line.number > number),
  };
}
