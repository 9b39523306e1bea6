import type { Lines } from '../output/page.ts';

/** A refusal or failure of a command, always with what to do next. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** A word that scripts match on, for example `not-found`. */
  readonly code: string;
  /** The message for people, line by line: line breaks in its data make no new line. */
  readonly lines: Lines;
  /** What to do now: sentences or commands to copy, one a line. */
  readonly next: readonly string[];
  /** 1: refused, not found or failed. 2: the command was used wrongly. */
  readonly exitCode: 1 | 2;
  /** More for `--json`, for example the candidates of an ambiguous id. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string | Lines, more: CliErrorMore) {
    const lines = typeof message === 'string' ? [message] : message;
    super(lines.join('\n'), more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.lines = lines;
    this.next = more.next;
    this.exitCode = more.exitCode ?? 1;
    this.details = more.details ?? {};
  }
}

export interface CliErrorMore {
  readonly next: readonly string[];
  readonly exitCode?: 1 | 2;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}
