/** Who may decide about a team's finding. Pure; the rows come from the ledger's ownership table. */
import { UNASSIGNED } from '../domain/ownership.ts';
import type { OwnershipTable } from './ownership.ts';

/** Why a person may decide, or may not, in one sentence for people. */
export interface Say {
  readonly may: boolean;
  readonly because: string;
}

/**
 * The members and the lead of the owning team, those of the default team, and the security lead. `team` is the owner;
 * null or `unassigned`: nobody's but the default team's.
 */
export function mayDecide(person: string, team: string | null, table: OwnershipTable): Say {
  const { defaultTeam, securityLead } = table;
  const owner = team === null || team === UNASSIGNED ? defaultTeam : team;
  const groups = [...new Set([owner, defaultTeam])];
  const group = groups.find((slug) => people(slug, table).includes(person));
  if (group !== undefined) return { may: true, because: `${person} is of ${group}` };
  if (person === securityLead) return { may: true, because: `${person} is the security lead` };
  const known = groups.map((slug) => `${slug} (${people(slug, table).join(', ')})`);
  const lead = securityLead === undefined ? [] : [`the security lead (${securityLead})`];
  const who = [...known, ...lead].join(', ').slice(0, 400);
  return { may: false, because: `${person} has no say in it; these have: ${who}` };
}

function people(slug: string, { teams }: OwnershipTable): readonly string[] {
  const team = teams.find((one) => one.slug === slug);
  if (team === undefined) return [];
  return team.lead === undefined ? team.members : [...team.members, team.lead];
}
