import type { Head } from '../host/git-host.ts';
import type { LocalModule } from '../validate/rejection.ts';

export interface FilePlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
}

/** Why a file, or the folder in which it lies, was not read: a sentence without its full stop. */
export interface Unreadable {
  readonly unreadable: string;
  /** The file was read, and calls a module of the same repository that makes the resource. */
  readonly inside?: InsideModule;
}

/** A call of a local module, in a file at a commit. */
export interface InsideModule extends LocalModule {
  readonly base: Head;
}
