import type { Lines, Page } from '../output/page.ts';

/** What a command answers: one JSON line for scripts, text for people. The commands print nothing themselves. */
export interface Reply {
  readonly json: Facts;
  /** Further lines for scripts, where a command was asked about several things. */
  readonly moreJson?: readonly Facts[];
  readonly text: (page: Page) => Lines;
  /** The command did its work and found something wrong: exit code 1. */
  readonly failed?: boolean;
  /** It could not do its work on what it was given: exit code 2. */
  readonly unusable?: boolean;
}

type Facts = Readonly<Record<string, unknown>>;
