/** Who answers for a resource. `team` is a slug; people and channels live in the ownership table. */
export interface Owner {
  readonly team: string;
  /** The tag pattern that matched, or why none did. */
  readonly because: string;
}

/** The one team that gets what nobody owns. */
export const UNASSIGNED = 'unassigned';
