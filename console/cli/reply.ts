import type { Lines, Page } from '../output/page.ts';

/** The result of a command: one JSON line for scripts, text for people. `run.ts` prints it. */
export interface Reply {
  readonly json: Facts;
  /** Further JSON lines, where a command was given several inputs. */
  readonly moreJson?: readonly Facts[];
  readonly text: (page: Page) => Lines;
  /** The command did its work and found something wrong: exit code 1. */
  readonly failed?: boolean;
  /** The input could not be judged: exit code 2. */
  readonly unusable?: boolean;
}

type Facts = Readonly<Record<string, unknown>>;
