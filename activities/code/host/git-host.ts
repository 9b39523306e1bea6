/**
 * What Closeloop needs of a Git host, and nothing more: seven questions and acts. An adapter is a factory that
 * returns this record; `test/activities/code/host/describe-host.ts` is its meaning, which every adapter passes.
 *
 * *None* and *could not ask* are different things: what is absent is a value (`null`, `absent`, an empty list), what
 * could not be asked throws an ApplicationFailure whose `type` says who can act (`domain/failures.ts`): `Throttled`
 * with the delay that the host asked for, `Unavailable`, `AccessDenied`, `ConfigurationError` for credentials that the
 * host does not know. Each call is tried once; retrying is Temporal's.
 */
export interface GitHost {
  /** The repository's default branch now; null when there is no such repository for these credentials, or nothing in it. */
  head(repository: string): Promise<Head | null>;
  /** Every regular file at a commit. */
  listFiles(at: { repository: string; commit: string }): Promise<FileList>;
  /** One file at a commit. Links, submodules, folders and files over `maxBytes` are refused, never followed. */
  readFile(file: FileAddress, maxBytes: number): Promise<FileRead>;
  /** By number (one or none), or all that were ever opened from a branch of this name, newest first. */
  pullRequests(query: PullRequestQuery): Promise<readonly PullRequest[]>;
  /**
   * One branch with one commit on `base`, and a pull request for it. May be repeated with the same change, by several
   * at once and after a lost answer: what is there already is kept, nothing is made twice, no branch is moved.
   */
  publish(change: Change, maxOpen: number): Promise<Published>;
  /** Says why and closes; one that is closed or merged stays as it is, without another comment. */
  closePullRequest(which: PullRequestAddress, comment: string): Promise<'closed' | 'was-not-open'>;
  /** What `doctor` tells about a repository. */
  examine(repository: string): Promise<Examined | null>;
}

/** The tip of the default branch. Commit and blob ids are lower-case hex. */
export interface Head {
  readonly branch: string;
  readonly commit: string;
}

export interface FileAddress {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** From the repository's root, `/` between its parts. */
  readonly path: string;
}

export interface FileList {
  readonly files: readonly ListedFile[];
  /** False when the host did not list everything: then "not among them" says nothing. */
  readonly complete: boolean;
}

interface ListedFile {
  readonly path: string;
  readonly blob: string;
  readonly bytes: number;
}

export type FileMode = '100644' | '100755';

export type FileRead =
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      /** Git's id of these bytes. */
      readonly blob: string;
      readonly mode: FileMode;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly because: string };

export interface PullRequestAddress {
  readonly repository: string;
  readonly number: number;
}

export type PullRequestQuery =
  | PullRequestAddress
  | { readonly repository: string; readonly branch: string };

export interface PullRequest extends PullRequestAddress {
  /** For people. */
  readonly url: string;
  readonly state: PullRequestState;
  /** Login of who opened it, and whether that is us. */
  readonly author: string;
  readonly ours: boolean;
  readonly branch: string;
  /** The branch that it would come into. */
  readonly into: string;
  /** `owner/name`; null when the fork that it came from is gone. */
  readonly headRepository: string | null;
  /** The commit it proposes now; of a closed one, the last. */
  readonly tip: string;
  readonly commits: number;
  /** Paths that an open one touches; `complete` is false when the host did not list all, or was not asked. */
  readonly touches: { readonly paths: readonly string[]; readonly complete: boolean };
  readonly body: string;
}

export type PullRequestState =
  | { readonly is: 'open' }
  /** `commit` is what came into the base branch; `at` is ISO 8601. */
  | {
      readonly is: 'merged';
      readonly commit: string;
      readonly at: string;
      readonly by: string | null;
    }
  /** `comment` is the last that the closer wrote, as it stands there; null for none. */
  | {
      readonly is: 'closed';
      readonly at: string;
      /** Null when the host does not tell us. */
      readonly by: string | null;
      /** Closeloop closed it itself. */
      readonly byUs: boolean;
      readonly comment: string | null;
    };

/** One file replaced, on one commit. */
export interface Change {
  readonly repository: string;
  readonly base: Head;
  readonly path: string;
  readonly mode: FileMode;
  /** The whole new file. */
  readonly bytes: Uint8Array;
  /** The branch to make; `prefix` is what all our branches begin with. */
  readonly branch: string;
  readonly prefix: string;
  /** ISO 8601: the commit's date, so that a repetition makes the same commit. */
  readonly at: string;
  readonly message: string;
  readonly title: string;
  readonly body: string;
}

export type Published =
  /** `opened` is false when it was open already: the caller decides whether that one may be adopted. */
  | { readonly outcome: 'published'; readonly number: number; readonly opened: boolean }
  /** A branch of this name holds something else. */
  | { readonly outcome: 'branch-taken'; readonly tip: string }
  /** As many of ours are open as may be; nothing was written that anyone sees. */
  | { readonly outcome: 'too-many-open'; readonly open: number };

export interface Examined {
  readonly defaultBranch: string;
  readonly archived: boolean;
  /** Who we are there, as authors of pull requests. */
  readonly login: string;
  /** Whether a push to the default branch needs a pull request that somebody approved; null: could not be seen. */
  readonly reviewRequired: boolean | null;
  /** Whether these credentials may push at all; null where the host does not tell. */
  readonly writable: boolean | null;
  /** Our permissions there as the host names them: `contents` → `write`; null where the host does not tell. */
  readonly permissions: Readonly<Record<string, string>> | null;
}
