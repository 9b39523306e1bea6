import type { Lines, Page } from './page.ts';

/** What a command answers: one JSON line for scripts, text for people. The commands print nothing themselves. */
export interface Reply {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: (page: Page) => Lines;
  /** The command did its work and found something wrong: exit code 1. */
  readonly failed?: boolean;
}
