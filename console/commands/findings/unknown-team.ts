import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { UNASSIGNED } from '../../../domain/ownership.ts';
import { nearest } from '../../../policies/files/nearest.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { ownershipOrNull } from '../../output/owner.ts';
import type { AskedFrom } from './asked.ts';

/** Throws CliError `unknown-team` (exit 2) for a name that neither the ownership table nor any finding has. */
export async function refuseUnknownTeam(
  owner: string,
  rows: readonly Lifecycle[],
  tables: AskedFrom['tables'],
): Promise<void> {
  const table = await ownershipOrNull(tables);
  const listed = table === null ? [] : [table.defaultTeam, ...table.teams.map(({ slug }) => slug)];
  const owners = rows.flatMap((row) => (row.owner === null ? [] : [row.owner.team]));
  const known = [...new Set([...listed, ...owners, UNASSIGNED])];
  if (known.includes(owner)) return;
  const meant = nearest(owner, known);
  throw new CliError('unknown-team', `No team is called "${owner}".`, {
    next: [
      ...(meant === null ? [] : [commandLine('findings', 'list', '--owner', meant)]),
      `Teams are: ${known.join(', ')}`,
    ],
    exitCode: 2,
    details: { owner, teams: known },
  });
}
