/** Where the source of a live resource is, as far as tags, CloudFormation and the repositories tell. */

export interface SourcePlace {
  /** `owner/name`, as `repositories.yaml` spells it. */
  readonly repository: string;
  readonly path: string;
  /** What the tags call the block: `type.name`, only the name, or a logical id; null without such a tag. */
  readonly block: string | null;
}

/** `tried` says where Closeloop looked and what it found there, one sentence for each place. */
export type Located = { readonly tried: readonly string[] } & (
  | { readonly found: 'one'; readonly place: SourcePlace }
  | { readonly found: 'several'; readonly places: readonly SourcePlace[] }
  /** The repository is known, the file is not. */
  | { readonly found: 'repository'; readonly repository: string; readonly block: string | null }
  | { readonly found: 'stack'; readonly stack: StackPlace }
  | { readonly found: 'none' }
  /** Policy does not allow the place, or not every place could be searched: no other file is taken instead. */
  | { readonly found: 'refused' }
);

/** A resource of a CloudFormation stack. */
export interface StackPlace {
  readonly stackName: string;
  readonly logicalId: string;
  /** The stack's ARN; null without a tag that says it. */
  readonly stackId: string | null;
}

/** One place, several, or none. */
export function locatedAt(places: readonly SourcePlace[], tried: readonly string[]): Located {
  const [place] = places;
  if (place === undefined) return { found: 'none', tried };
  return places.length === 1 ? { found: 'one', place, tried } : { found: 'several', places, tried };
}
