/** Whose a resource is, as the worker that acts finds out itself: no message is believed about it. */
import type { Decision } from '../../domain/decision.ts';
import { highestSeverity } from '../../domain/finding.ts';
import type { Severity } from '../../domain/finding.ts';
import { UNASSIGNED } from '../../domain/ownership.ts';
import { ownerOf } from '../../policies/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { mayDecide } from '../../policies/who-may-decide.ts';
import type { Authority } from '../../policies/who-may-decide.ts';
import type { CheckDecisionInput } from '../../workflows/activity-types.ts';
import type { ReadSeverity } from '../findings/known-severity.ts';
import type { Assignments } from '../ledger/execution/assignments.ts';
import type { LiveTags, ReadTags } from '../triage/live-tags.ts';

/** What a worker reads itself before it believes a decision. */
export interface OwnReads {
  readonly severityOf: ReadSeverity;
  /** Tags as they are now, under this worker's own role in the account. */
  readonly tagsOf: ReadTags;
  readonly assignments: Assignments;
}

/** What the check of a decision knows of its finding. */
export interface Judged {
  /** The highest of the message's and Security Hub's. */
  readonly severity: Severity;
  /** Of which severity, read when, for people; null where the message was believed. */
  readonly as: string | null;
  readonly authority: (person: string, table: OwnershipTable) => Authority;
}

/** As the message says: for a worker that acts on no decision by itself. */
export function judgedByMessage({ team, severity }: CheckDecisionInput): Judged {
  return { severity, as: null, authority: (person, table) => mayDecide(person, team, table) };
}

/**
 * Reads what the finding is about and its severity in Security Hub, the resource's tags in its account, and whom a
 * person signed it over to. Where that cannot be read, the default team and the security leads decide. CRITICAL where
 * an older message does not name its problem. Throws only what a retry can help.
 */
export async function judgedByReads(
  { severityOf, tagsOf, assignments }: OwnReads,
  { workflowId, problem, decision, team: told, severity }: CheckDecisionInput,
): Promise<Judged> {
  const [known, assigned] = await Promise.all([
    problem === undefined ? null : severityOf(workflowId, problem),
    assignments.of(workflowId, decision.episode),
  ]);
  const about = known?.problem ?? null;
  const tags = about === null ? NOT_KNOWN : await tagsOf(about);
  const owned = { tags, assigned: assigned?.team ?? null, told };
  const counts = highestSeverity(severity, known?.severity ?? 'CRITICAL');
  const found = known === null || known.findings === 0 ? 'not found' : known.severity;
  return {
    severity: counts,
    as: known === null ? null : `${found} in Security Hub at ${known.readAt}`,
    authority: (person, table) => authorityOver(person, table, decision, owned),
  };
}

const NOT_KNOWN: LiveTags = {
  tags: null,
  unreadable: 'Security Hub has no finding that says which resource it is about',
};

interface Owned {
  readonly tags: LiveTags;
  /** The team that it was given to in this episode, by a signed decision. */
  readonly assigned: string | null;
  /** The team that the message names. */
  readonly told: string | null;
}

function authorityOver(
  person: string,
  table: OwnershipTable,
  { decision }: Pick<Decision, 'decision'>,
  { tags, assigned, told }: Owned,
): Authority {
  const byTags = tags.tags === null ? UNASSIGNED : ownerOf(tags.tags, table).owner.team;
  const owner = assigned ?? byTags;
  // A plan is decided by the owner that it was made for; who got the finding since has no say about it.
  const made = told === owner || told === byTags ? told : UNASSIGNED;
  const team = decision === 'approve' || decision === 'reject' ? made : owner;
  const by = mayDecide(person, team, table);
  if (by.may || team === told) return by;
  const why = tags.tags === null ? tags.unreadable : 'its tags and signed assignments do not';
  return { may: false, because: `${by.because}; the message says ${told ?? 'nobody'}, ${why}` };
}
