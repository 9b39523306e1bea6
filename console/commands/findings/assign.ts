/** assign and claim: another team answers for it. Who may say so is the lifecycle's to check. */
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { nearest } from '../../../policies/files/nearest.ts';
import type { OwnershipTable, Team } from '../../../policies/ownership.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import {
  type DecisionDoor,
  refuseUndecidable,
  type Saying,
  sendDecision,
} from './send-decision.ts';

/** A door for assignments also knows the teams. */
export interface TeamDoor extends DecisionDoor {
  readonly tables: Pick<PolicyTables, 'ownership'>;
}

interface AssignRequest extends Saying {
  readonly id: string;
  readonly team: string;
}

/** Throws CliError `unknown-team` with the teams there are, or what `sendDecision` throws. */
export async function assign(door: TeamDoor, request: AssignRequest): Promise<Reply> {
  const { id, team } = request;
  const row = await findLifecycle(door.ledger, id);
  refuseUndecidable(row, 'assign');
  refuseUnknown(await door.tables.ownership(), request);
  return await sendDecision(door, row, { said: { decision: 'assign', team }, saying: request });
}

/** Assigns it to the team of the person who says so. Throws CliError `no-team` where that is not one. */
export async function claim(
  door: TeamDoor,
  request: Saying & { readonly id: string },
): Promise<Reply> {
  const { teams } = await door.tables.ownership();
  const own = teams.filter(({ members }) => members.includes(request.actor));
  const [team] = own;
  if (team === undefined || own.length > 1) throw noTeam(own, request);
  return await assign(door, { ...request, team: team.slug });
}

function refuseUnknown({ teams }: OwnershipTable, { id, team }: AssignRequest): void {
  const slugs = teams.map(({ slug }) => slug);
  if (slugs.includes(team)) return;
  const meant = nearest(team, slugs);
  const example = meant ?? slugs[0] ?? 'SLUG';
  const known = slugs.length === 0 ? 'it has none' : `it has ${slugs.join(', ')}`;
  const message = `The ownership table has no team "${team}" (${known}): nothing was sent.`;
  throw new CliError('unknown-team', message, {
    next: [commandLine('findings', 'assign', id, '--team', example, '--why', 'your reason')],
    details: { team, teams: slugs },
  });
}

function noTeam(own: readonly Team[], { actor, id }: { actor: string; id: string }): CliError {
  const slugs = own.map(({ slug }) => slug);
  const which = slugs.length === 0 ? 'no team' : `several teams (${slugs.join(', ')})`;
  const message = `The ownership table has ${actor} in ${which}: nothing was sent.`;
  return new CliError('no-team', message, {
    next: [
      ...(slugs.length === 0 ? ['Name yourself as the table does: --as ana@example.com'] : []),
      `Or name the team: ${commandLine('findings', 'assign', id, '--team', slugs[0] ?? 'SLUG', '--why', 'your reason')}`,
    ],
    details: { actor, teams: slugs },
  });
}
