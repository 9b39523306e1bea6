/** Who has to decide in which order while nobody does: the owner, its lead, the default team, the security lead. */
import type { EscalationLevel } from '../domain/decision.ts';
import { UNASSIGNED } from '../domain/ownership.ts';
import { bySeverity } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';
import type { OwnershipTable } from './ownership.ts';

/** At least one level: a lead that is not named, and a default team that is the owner, have none of their own. */
export function escalationLevels(
  owner: string,
  { defaultTeam, teams, securityLead }: OwnershipTable,
  { reviewHours, escalationHours }: Deadlines,
): readonly EscalationLevel[] {
  const team = owner === UNASSIGNED ? defaultTeam : owner;
  const lead = teams.find(({ slug }) => slug === team)?.lead;
  const { lead: leads, defaultTeam: defaults, securityLead: security } = escalationHours;
  return [
    level(team, reviewHours),
    ...(lead === undefined ? [] : [level(`the lead of ${team} (${lead})`, leads)]),
    ...(team === defaultTeam ? [] : [level(`${defaultTeam} (the default team)`, defaults)]),
    ...(securityLead === undefined ? [] : [level(`the security lead (${securityLead})`, security)]),
  ];
}

function level(who: string, hours: Deadlines['reviewHours']): EscalationLevel {
  return { who, seconds: bySeverity(hours, 3600) };
}

/** The people behind the words of an escalation level, as `escalationLevels` writes them; empty for other deciders. */
export function peopleOfLevel(
  who: string,
  { defaultTeam, teams }: OwnershipTable,
): readonly string[] {
  const person = /^the (?:lead of \S+|security lead) \((.+)\)$/.exec(who)?.[1];
  if (person !== undefined) return [person];
  const slug = who === 'the default team' ? defaultTeam : who.replace(/ \(the default team\)$/, '');
  return teams.find((team) => team.slug === slug)?.members ?? [];
}
