/** assign and claim: another team becomes the owner. The lifecycle checks who may do that. */
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { nearest } from '../../../policies/files/nearest.ts';
import type { OwnershipTable, Team } from '../../../policies/ownership.ts';
import { personNamed } from '../../../policies/sign-in.ts';
import type { SignIn } from '../../../policies/sign-in.ts';
import { withCanonicalPeople } from '../../../policies/who-may-decide.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { DecisionDeps } from '../prove-and-send.ts';
import { type Author, refuseDisallowed, sendDecision } from './send-decision.ts';

/** Also reads which teams there are. */
export interface AssignDeps extends DecisionDeps {
  readonly tables: Pick<PolicyTables, 'ownership'>;
}

interface ClaimDeps extends AssignDeps {
  readonly signIn: SignIn;
}

interface AssignRequest extends Author {
  readonly id: string;
  readonly team: string;
}

/** Throws CliError `unknown-team` with the teams there are, or what `sendDecision` throws. */
export async function assign(deps: AssignDeps, request: AssignRequest): Promise<Reply> {
  const { id, team } = request;
  const row = await findLifecycle(deps.ledger, id);
  await refuseDisallowed(deps, row, 'assign');
  refuseUnknown(await deps.tables.ownership(), request);
  return await sendDecision(deps, row, { choice: { decision: 'assign', team }, author: request });
}

/** Assigns the finding to the actor's own team. Throws CliError `no-team` where the actor has none, or several. */
export async function claim(
  deps: ClaimDeps,
  request: Author & { readonly id: string },
): Promise<Reply> {
  const { signIn, tables } = deps;
  const person = personNamed(request.actor, signIn);
  const { teams } = withCanonicalPeople(await tables.ownership(), signIn);
  const own = teams.filter(({ members }) => person !== null && members.includes(person));
  const [team] = own;
  if (team === undefined || own.length > 1) throw noTeam(own, { ...request, person });
  return await assign(deps, { ...request, team: team.slug });
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

function noTeam(
  own: readonly Team[],
  { actor, person, id }: { actor: string; person: string | null; id: string },
): CliError {
  const slugs = own.map(({ slug }) => slug);
  const which = slugs.length === 0 ? 'no team' : `several teams (${slugs.join(', ')})`;
  const found =
    person === null
      ? `${actor} is nobody in sign_in of decisions.yaml`
      : `The ownership table has ${person} in ${which}`;
  const message = `${found}: nothing was sent.`;
  return new CliError('no-team', message, {
    next: [
      ...(slugs.length === 0 ? ['Name yourself as the table does: --as ana@example.com'] : []),
      `Or name the team: ${commandLine('findings', 'assign', id, '--team', slugs[0] ?? 'SLUG', '--why', 'your reason')}`,
    ],
    details: { actor, teams: slugs },
  });
}
