/** What triage and remediation ask of the policies; `tables.ts` answers from the ledger's tables. */
import type { Severity } from '../../domain/finding.ts';
import type { Timetable } from '../../domain/lifecycle-state.ts';
import type { Owner } from '../../domain/ownership.ts';

/** May a machine act on a type of finding in this account, how, and who has to agree? */
export interface Rule {
  readonly automated: boolean;
  readonly mode: 'shadow' | 'enforce';
  readonly path: 'runtime' | 'code' | 'both' | 'human';
  /** Approval is needed from this severity up; null: never. */
  readonly approvalFrom: Severity | null;
  /** For people: where this stands, for example `remediation table, commit 1a2b3c4`. */
  readonly source: string;
}

export interface Policies {
  /** Who owns a resource with these tags; the default team with the reason when nobody does. */
  ownerOf(tags: Readonly<Record<string, string>>): Promise<Owner>;
  /** Read now; null when the table has no row for the type. */
  ruleFor(type: string, account: string): Promise<Rule | null>;
  /** `settleSeconds`: the control's own wait before the first check. */
  timetable(settleSeconds: number): Timetable;
  /** Is it something Closeloop itself runs on? `resourceId` is the canonical ARN. */
  isOwnResource(resourceId: string): boolean;
}
