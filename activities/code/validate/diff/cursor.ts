import type { AnswerLine } from './envelope.ts';

/** Reads lines one after the other. */
export interface Cursor {
  /** The line that `next` would take, or the one `ahead` of it; null behind the end. */
  readonly peek: (ahead?: number) => AnswerLine | null;
  readonly next: () => AnswerLine | null;
  readonly done: () => boolean;
}

export function cursorOn(lines: readonly AnswerLine[]): Cursor {
  let at = 0;
  return {
    peek: (ahead = 0) => lines[at + ahead] ?? null,
    next: () => lines[at++] ?? null,
    done: () => at >= lines.length,
  };
}
