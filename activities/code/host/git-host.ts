/**
 * All that Closeloop needs of a Git host. An adapter is a factory that returns this record and passes
 * `test/activities/code/host/describe-host.ts`.
 *
 * What does not exist is a value (`null`, `absent`, an empty list). What could not be asked is thrown: an
 * ApplicationFailure whose `type` says who can act (`domain/failures.ts`): `Throttled` with the delay that the host
 * asks for, `Unavailable`, `AccessDenied`, `ConfigurationError` for credentials that the host does not know. Each call
 * is sent once: Temporal retries.
 */
export interface GitHost {
  /** The default branch; null for an empty repository, and for one that these credentials cannot see. */
  head(repository: string): Promise<Head | null>;
  /** Every regular file at a commit. */
  listFiles(at: { repository: string; commit: string }): Promise<FileList>;
  /** One file at a commit. Refuses links, submodules, folders and files over `maxBytes`. */
  readFile(file: FileAddress, maxBytes: number): Promise<FileRead>;
  /**
   * The wanted files of one folder at a commit, but none of the folders in it: all of them, or a refusal that says why
   * not, as for a link or more than the limits.
   */
  readFolder(folder: FolderAddress, limits: FolderLimits): Promise<FolderRead>;
  /** By number (one or none), or all that were ever opened from a branch with this name, newest first. */
  pullRequests(query: PullRequestQuery): Promise<readonly PullRequest[]>;
  /**
   * Makes one branch with one commit on `base`, and opens a pull request for it. Repeating the same change, also by
   * several workers at once or after a lost answer, makes nothing twice and moves no branch.
   */
  publish(change: Change, maxOpen: number): Promise<Published>;
  /** Comments and closes; does nothing to one that is closed or merged. */
  closePullRequest(which: PullRequestAddress, comment: string): Promise<'closed' | 'was-not-open'>;
  /** What `doctor` shows about a repository. */
  examine(repository: string): Promise<Examined | null>;
}

/** What it takes to read a repository. */
export type ReadableHost = Pick<GitHost, 'head' | 'listFiles' | 'readFile' | 'readFolder'>;

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
  /** False when the host did not list everything: a file may exist that is not listed. */
  readonly complete: boolean;
}

export interface ListedFile {
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

export interface FolderAddress {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** From the repository's root, `/` between its parts; '' for the root itself. */
  readonly folder: string;
}

export interface FolderLimits {
  /** By the file's name in the folder: what is not wanted is neither read nor counted. */
  readonly wanted: (name: string) => boolean;
  /** How many files may be wanted, and how many bytes all of them may have. */
  readonly files: number;
  readonly bytes: number;
}

export type FolderRead =
  | { readonly kind: 'files'; readonly files: readonly FolderFile[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly because: string };

export interface FolderFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Git's id of these bytes. */
  readonly blob: string;
}

export interface PullRequestAddress {
  readonly repository: string;
  readonly number: number;
}

export type PullRequestQuery =
  | PullRequestAddress
  | { readonly repository: string; readonly branch: string };

export interface PullRequest extends PullRequestAddress {
  /** Address for people. */
  readonly url: string;
  readonly state: PullRequestState;
  /** Login of its author, and whether that is us. */
  readonly author: string;
  readonly ours: boolean;
  readonly branch: string;
  /** The branch that it would be merged into. */
  readonly into: string;
  /** `owner/name`; null when its fork was deleted. */
  readonly headRepository: string | null;
  /** The commit that it proposes; of a closed one, the last. */
  readonly tip: string;
  readonly commits: number;
  /** Paths that an open one changes; `complete` is false when the host did not list all, or was not asked. */
  readonly touches: { readonly paths: readonly string[]; readonly complete: boolean };
  readonly body: string;
}

export type PullRequestState =
  | { readonly is: 'open' }
  /** `commit` is the one on the base branch; `at` is ISO 8601. */
  | {
      readonly is: 'merged';
      readonly commit: string;
      readonly at: string;
      readonly by: string | null;
    }
  /** `comment` is the closer's last one; null for none. */
  | {
      readonly is: 'closed';
      readonly at: string;
      /** Null when the host does not say. */
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
  /** The branch to make; `prefix` is that of all our branches. */
  readonly branch: string;
  readonly prefix: string;
  /** ISO 8601: the commit's date, so that a repetition makes the same commit. */
  readonly at: string;
  readonly message: string;
  readonly title: string;
  readonly body: string;
}

export type Published =
  /** `opened` is false when one was open already: the caller decides whether to adopt it. */
  | { readonly outcome: 'published'; readonly number: number; readonly opened: boolean }
  /** A branch with this name has another commit. */
  | { readonly outcome: 'branch-taken'; readonly tip: string }
  /** The limit is reached; nothing visible was written. */
  | { readonly outcome: 'too-many-open'; readonly open: number };

export interface Examined {
  readonly defaultBranch: string;
  readonly archived: boolean;
  /** Our login, as author of pull requests. */
  readonly login: string;
  /** Whether a push to the default branch needs an approved pull request; null: not visible for us. */
  readonly reviewRequired: boolean | null;
  /** Whether these credentials may push; null where the host does not say. */
  readonly writable: boolean | null;
  /** Our permissions there as the host names them: `contents` → `write`; null where the host does not say. */
  readonly permissions: Readonly<Record<string, string>> | null;
}
