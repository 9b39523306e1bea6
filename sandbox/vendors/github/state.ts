/** What GitHub stores besides Git repositories. */

export interface State {
  /** Where it answers; known once it listens. */
  url: string;
  /** Where the bare repositories lie. */
  readonly folder: string;
  readonly accounts: Map<string, Account>;
  /** By lower-case `owner/name`. */
  readonly repositories: Map<string, Repository>;
  /** By token. */
  readonly tokens: Map<string, Grant>;
  readonly app: App;
  readonly hooks: Hook[];
  /** Settles when the previous write is done. */
  lastWrite: Promise<unknown>;
  /** Webhooks that are on their way. */
  readonly deliveries: Set<Promise<void>>;
  /** A new number, unique among accounts, comments, pull requests and installations. */
  readonly nextId: () => number;
  readonly now: () => Date;
}

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

interface App {
  readonly id: number;
  readonly slug: string;
  readonly bot: Account;
  /** PEM. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly permissions: Readonly<Record<string, string>>;
  /** Installation id by owner. */
  readonly installations: Map<string, number>;
}

export interface Grant {
  readonly account: Account;
  /** Lower-case `owner/name`; null: all that the account can see. */
  readonly repositories: readonly string[] | null;
  /** Permission → `read` or `write`; null: a person's own. */
  readonly permissions: Readonly<Record<string, string>> | null;
}

export interface Hook {
  readonly url: string;
  readonly secret: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly folder: string;
  readonly defaultBranch: string;
  /** Who may push: the app and these people. Everyone may read. */
  readonly writers: readonly string[];
  readonly forkOf: string | null;
  readonly pulls: Pull[];
  /** Approvals that a ruleset requires on the default branch; null for no rule. */
  readonly approvals: number | null;
  archived: boolean;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly author: Account;
  readonly createdAt: string;
  /** `owner/name`. */
  readonly headRepository: string;
  readonly headBranch: string;
  readonly baseBranch: string;
  body: string;
  /** The head commit when it was closed; while it is open, the last that was read. */
  tip: string;
  closed: { readonly by: Account; readonly at: string } | null;
  merged: { readonly commit: string } | null;
  readonly comments: PullComment[];
}

export interface PullComment {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly at: string;
}

export function fullName({ owner, name }: Pick<Repository, 'owner' | 'name'>): string {
  return `${owner}/${name}`;
}

export function repositoryNamed(state: State, name: string): Repository | null {
  return state.repositories.get(name.toLowerCase()) ?? null;
}
