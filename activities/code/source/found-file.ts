import type { SiblingFile } from '../validate/language.ts';

export interface FoundFile {
  readonly path: string;
  readonly text: string;
  /** Whether one of the names stands in the file itself. */
  readonly named: boolean;
  /** The other files that Terraform reads with it. */
  readonly siblings: readonly SiblingFile[];
}
