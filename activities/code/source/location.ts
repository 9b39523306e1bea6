/** Where the source of a live resource is, as far as it is known. */

export interface SourcePlace {
  /** `owner/name`, as `repositories.yaml` spells it. */
  readonly repository: string;
  readonly path: string;
  /** What the tags call the block: `type.name`, only the name, or a logical id; null when they say nothing. */
  readonly block: string | null;
}

/** `tried` tells people what was looked at and what came of it, a sentence each. */
export type Located =
  | { readonly found: 'one'; readonly place: SourcePlace; readonly tried: readonly string[] }
  | {
      readonly found: 'several';
      readonly places: readonly SourcePlace[];
      readonly tried: readonly string[];
    }
  /** The repository is known, the file is not. */
  | {
      readonly found: 'repository';
      readonly repository: string;
      readonly block: string | null;
      readonly tried: readonly string[];
    }
  | { readonly found: 'stack'; readonly stack: StackPlace; readonly tried: readonly string[] }
  | { readonly found: 'none'; readonly tried: readonly string[] }
  /** What is known contradicts what is allowed: looking elsewhere would find another source. */
  | { readonly found: 'refused'; readonly tried: readonly string[] };

/** A resource of CloudFormation. */
export interface StackPlace {
  readonly stackName: string;
  readonly logicalId: string;
  /** The stack's ARN; null when the tags do not say it. */
  readonly stackId: string | null;
}
