export interface FilePlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
}

/** Why a file, or the folder in which it lies, was not read: a sentence without its full stop. */
export interface Unreadable {
  readonly unreadable: string;
}
