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
  const { defaultTeam } = table;
  const leads = securityLeads(table);
  const owner = team === null || team === UNASSIGNED ? defaultTeam : team;
  const groups = [...new Set([owner, defaultTeam])];
  const group = groups.find((slug) => people(slug, table).includes(person));
  if (group !== undefined) return { may: true, because: `${person} is of ${group}` };
  if (leads.includes(person))
    return { may: true, because: `${person} is ${leads.length > 1 ? 'a' : 'the'} security lead` };
  const known = groups.map((slug) => `${slug} (${people(slug, table).join(', ')})`);
  const lead = leads.length === 0 ? [] : [`the security lead (${leads.join(', ')})`];
  const who = [...known, ...lead].join(', ').slice(0, 400);
  return { may: false, because: `${person} has no say in it; these have: ${who}` };
}

/**
 * Exceptions wider than one finding are the security leads' alone: one asks, another confirms. `confirmedBy`: a team
 * whose people may confirm too. Who confirms is not who asked: the exception itself sees to that.
 */
export function mayDecideScoped(
  person: string,
  decision: 'ask' | 'confirm' | 'extend' | 'revoke',
  { table, confirmedBy }: { readonly table: OwnershipTable; readonly confirmedBy: string | null },
): Say {
  const leads = securityLeads(table);
  if (leads.includes(person)) return { may: true, because: `${person} is a security lead` };
  const group = decision === 'confirm' && confirmedBy !== null ? people(confirmedBy, table) : [];
  if (group.includes(person)) return { may: true, because: `${person} is of ${confirmedBy ?? ''}` };
  const who =
    [...leads, ...group].join(', ').slice(0, 400) ||
    'nobody: ownership.yaml names no security lead';
  return {
    may: false,
    because: `${person} may not ${decision} an exception wider than one finding; these may: ${who}`,
  };
}

function securityLeads({
  securityLead,
  securityLeads: more = [],
}: OwnershipTable): readonly string[] {
  return [...(securityLead === undefined ? [] : [securityLead]), ...more];
}

function people(slug: string, { teams }: OwnershipTable): readonly string[] {
  const team = teams.find((one) => one.slug === slug);
  if (team === undefined) return [];
  return team.lead === undefined ? team.members : [...team.members, team.lead];
}
