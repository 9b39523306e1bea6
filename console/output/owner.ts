/** The owner of a finding, in the same words everywhere. */
import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import { UNASSIGNED } from '../../domain/ownership.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';

type Owned = Pick<Lifecycle, 'owner'>;

/** The team that decides about findings without an owner; null when no row needs it, or the table has none yet. */
export async function defaultTeamFor(
  rows: readonly Owned[],
  tables: () => Promise<Pick<PolicyTables, 'ownership'>>,
): Promise<string | null> {
  if (!rows.some(isUnassigned)) return null;
  return (await ownershipOrNull(tables))?.defaultTeam ?? null;
}

/** The ownership table; null while no worker has loaded it. */
export async function ownershipOrNull(
  tables: () => Promise<Pick<PolicyTables, 'ownership'>>,
): Promise<OwnershipTable | null> {
  try {
    return await (await tables()).ownership();
  } catch (error) {
    // Rows still say that they have no owner.
    if (error instanceof Error && 'type' in error && error.type === 'ConfigurationError') {
      return null;
    }
    throw error;
  }
}

/** The team that decides; null before triage. */
export function teamOf(row: Owned, defaultTeam: string | null): string | null {
  if (row.owner === null) return null;
  return isUnassigned(row) ? (defaultTeam ?? UNASSIGNED) : row.owner.team;
}

/** `payments`; `cloud-security (default)` for a finding without an owner; or `not known yet`. */
export function ownerText(row: Owned, defaultTeam: string | null): string {
  const team = teamOf(row, defaultTeam);
  if (team === null) return 'not known yet';
  return isUnassigned(row) && team !== UNASSIGNED ? `${team} (default)` : team;
}

/** True for the findings of a team; `unassigned` finds those without an owner. */
export function isOwnedBy(row: Owned, team: string, defaultTeam: string | null): boolean {
  return teamOf(row, defaultTeam) === team || (team === UNASSIGNED && isUnassigned(row));
}

export function isUnassigned({ owner }: Owned): boolean {
  return owner?.team === UNASSIGNED;
}

/** Texts that begin with the default team, with its name. */
export function namingDefaultTeam(text: string, defaultTeam: string | null): string {
  if (defaultTeam === null) return text;
  return text.replace(/^the default team\b/, `${defaultTeam} (default)`);
}
