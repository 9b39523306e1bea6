/** The team that answers for a resource. `team` is a slug; the ownership table has its people and channels. */
export interface Owner {
  readonly team: string;
  /** The tag pattern that matched, or why none did. */
  readonly because: string;
}

/** The team of resources that nobody owns: the ownership table names it. */
export const UNASSIGNED = 'unassigned';
