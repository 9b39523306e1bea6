/** Who is asked in which order when nobody decides: the owner, its lead, the default team, the security lead. */
import type { EscalationLevel } from '../domain/decision.ts';
import { UNASSIGNED } from '../domain/ownership.ts';
import { bySeverity } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';
import type { OwnershipTable } from './ownership.ts';

/** At least one rung; a lead that nobody named and a default team that is the owner are left out. */
export function ladderFor(
  owner: string,
  { defaultTeam, teams, securityLead }: OwnershipTable,
  { reviewHours, escalationHours }: Deadlines,
): readonly EscalationLevel[] {
  const team = owner === UNASSIGNED ? defaultTeam : owner;
  const lead = teams.find(({ slug }) => slug === team)?.lead;
  const { lead: leads, defaultTeam: defaults, securityLead: security } = escalationHours;
  return [
    rung(team, reviewHours),
    ...(lead === undefined ? [] : [rung(`the lead of ${team} (${lead})`, leads)]),
    ...(team === defaultTeam ? [] : [rung(`${defaultTeam} (the default team)`, defaults)]),
    ...(securityLead === undefined ? [] : [rung(`the security lead (${securityLead})`, security)]),
  ];
}

function rung(who: string, hours: Deadlines['reviewHours']): EscalationLevel {
  return { who, seconds: bySeverity(hours, 3600) };
}
