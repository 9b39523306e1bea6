/** The shape of a tool that setup obtains: where to look for it, and how to get it when it is nowhere. */

export interface Tool {
  /** Short, used in folder names and at the start of progress lines. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Folder below the cache root that holds this version once it is complete. */
  readonly folder: string;
  /** Tried in order; the first that has it wins. They change nothing on the machine. */
  readonly finders: readonly Finder[];
  /** Finds what an installer has put into `home`; also the check on reuse. */
  readonly inCache: (home: string) => Finder;
  /** Tried in order, each into an empty folder of its own. */
  readonly installers: readonly Installer[];
  /** What a person can do when every way failed. */
  readonly help: string;
}

export interface Finder {
  readonly how: string;
  /** True for what a person has named explicitly: a wrong value is an error, not a reason to use another. */
  readonly binding?: boolean;
  look(signal: AbortSignal): Promise<Look>;
}

export type Look =
  | { readonly here: true; readonly path: string; readonly version: string }
  | { readonly here: false; readonly why: string };

export interface Installer {
  readonly how: string;
  /** Printed when it begins: how long it takes, or how much it downloads. */
  readonly expect: string;
  readonly limitMs: number;
  /** Fills `staging` so that `inCache` will find it. Throws with the reason when it cannot. */
  install(staging: string, step: Step): Promise<void>;
}

interface Step {
  readonly signal: AbortSignal;
  /** The newest output, shown in the next line of progress. */
  readonly note: (text: string) => void;
}

export interface Found {
  readonly path: string;
  readonly version: string;
  readonly how: string;
}

export interface Miss {
  readonly how: string;
  readonly why: string;
}

/** A tool that is nowhere, or could not be obtained. `misses` has each installer and finder, and why it failed. */
export class ToolError extends Error {
  readonly tool: string;
  readonly misses: readonly Miss[];

  constructor(tool: string, message: string, misses: readonly Miss[] = []) {
    super([message, ...misses.map(({ how, why }) => `  - ${how}: ${why}`)].join('\n'));
    this.name = 'ToolError';
    this.tool = tool;
    this.misses = misses;
  }
}
