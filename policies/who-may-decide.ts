/** Who may decide about a team's finding. Pure; the rows come from the ledger's ownership table. */
import { UNASSIGNED } from '../domain/ownership.ts';
import type { OwnershipTable } from './ownership.ts';
import { personNamed } from './sign-in.ts';
import type { SignIn } from './sign-in.ts';

/** Whether policy lets a person decide. */
export interface Authority {
  readonly may: boolean;
  /** One sentence for people. */
  readonly because: string;
}

/**
 * The members and the lead of the owning team, those of the default team, and the security leads may decide. `team` is
 * the owner; for null and `unassigned` the default team counts as the owner.
 */
export function mayDecide(person: string, team: string | null, table: OwnershipTable): Authority {
  const leads = securityLeads(table);
  const group = groupsOf(team, table).find((slug) => membersOf(slug, table).includes(person));
  if (group !== undefined) return { may: true, because: `${person} is of ${group}` };
  if (leads.includes(person))
    return { may: true, because: `${person} is ${leads.length > 1 ? 'a' : 'the'} security lead` };
  const because = `${person} may not decide about it; these may: ${whoMayDecide(team, table)}`;
  return { may: false, because };
}

/** Everybody whom `mayDecide` lets decide, for people: teams and leads with their names. */
export function whoMayDecide(team: string | null, table: OwnershipTable): string {
  const leads = securityLeads(table);
  const known = groupsOf(team, table).map(
    (slug) => `${slug} (${membersOf(slug, table).join(', ')})`,
  );
  const lead = leads.length === 0 ? [] : [`the security lead (${leads.join(', ')})`];
  return [...known, ...lead].join(', ').slice(0, 400);
}

function groupsOf(team: string | null, { defaultTeam }: OwnershipTable): readonly string[] {
  const owner = team === null || team === UNASSIGNED ? defaultTeam : team;
  return [...new Set([owner, defaultTeam])];
}

/**
 * Only security leads decide about a scoped exception: one requests it, another confirms it. The people of the team
 * `confirmedBy` may confirm too. That the two are different persons is checked by the exception's workflow.
 */
export function mayDecideScoped(
  person: string,
  decision: 'ask' | 'confirm' | 'extend' | 'revoke',
  { table, confirmedBy }: { readonly table: OwnershipTable; readonly confirmedBy: string | null },
): Authority {
  const leads = securityLeads(table);
  if (leads.includes(person)) return { may: true, because: `${person} is a security lead` };
  const group = decision === 'confirm' && confirmedBy !== null ? membersOf(confirmedBy, table) : [];
  if (group.includes(person)) return { may: true, because: `${person} is of ${confirmedBy ?? ''}` };
  const who =
    [...leads, ...group].join(', ').slice(0, 400) ||
    'nobody: ownership.yaml names no security lead';
  return {
    may: false,
    because: `${person} may not ${decision} an exception wider than one finding; these may: ${who}`,
  };
}

/**
 * The table with every person under the canonical name, as `mayDecide` compares them: rows of the ledger may be older than
 * the list of people. Whoever is nobody today keeps the name, under which nobody signs in.
 */
export function withCanonicalPeople(table: OwnershipTable, signIn: SignIn): OwnershipTable {
  const canonical = (name: string) => personNamed(name, signIn) ?? name;
  const { securityLead, securityLeads: leads, teams, ...rest } = table;
  return {
    ...rest,
    ...(securityLead === undefined ? {} : { securityLead: canonical(securityLead) }),
    ...(leads === undefined ? {} : { securityLeads: leads.map(canonical) }),
    teams: teams.map(({ lead, ...team }) => ({
      ...team,
      members: team.members.map(canonical),
      ...(lead === undefined ? {} : { lead: canonical(lead) }),
    })),
  };
}

/** Everybody who may decide about something. */
export function decidersIn(table: OwnershipTable): readonly string[] {
  return [...securityLeads(table), ...table.teams.flatMap(({ slug }) => membersOf(slug, table))];
}

function securityLeads({
  securityLead,
  securityLeads: more = [],
}: OwnershipTable): readonly string[] {
  return [...(securityLead === undefined ? [] : [securityLead]), ...more];
}

function membersOf(slug: string, { teams }: OwnershipTable): readonly string[] {
  const team = teams.find((one) => one.slug === slug);
  if (team === undefined) return [];
  return team.lead === undefined ? team.members : [...team.members, team.lead];
}

/** Who stops all writes is not asked; the people of the default team and the security leads release, two of them. */
export function mayRelease(person: string, table: OwnershipTable): Authority {
  const { may, because } = mayDecide(person, null, table);
  if (may) return { may, because };
  return { may, because: because.replace('decide about it', 'release the kill switch') };
}
