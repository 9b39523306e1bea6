/** Of whom a finding asks something now: a decision, a merge, or a second signature. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { WAITS_FOR_PEOPLE } from '../../../domain/notice.ts';
import { nearest } from '../../../policies/files/nearest.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import { personNamed, surelyOnePerson } from '../../../policies/sign-in.ts';
import type { SignIn } from '../../../policies/sign-in.ts';
import { decidersIn, mayDecide, withCanonicalPeople } from '../../../policies/who-may-decide.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import type { Identity } from '../../connect/caller.ts';
import { teamOf } from '../../output/owner.ts';

/** A person with their roles, or a team; by the ownership table. */
export interface Roles {
  /** Null for a team. */
  readonly person: string | null;
  /** The teams whose members, or lead, this is. */
  readonly teams: readonly string[];
  /** The teams whose lead this is. */
  readonly leadOf: readonly string[];
  readonly isSecurityLead: boolean;
}

export interface People {
  /** With canonical names: see `withCanonicalPeople`. */
  readonly table: OwnershipTable;
  readonly signIn: SignIn;
}

/** The roles of a person, under the canonical name. */
export function rolesOf(person: string, { table }: Pick<People, 'table'>): Roles {
  const { teams, securityLead, securityLeads = [] } = table;
  const leadOf = teams.filter(({ lead }) => lead === person).map(({ slug }) => slug);
  const member = teams.filter(({ members }) => members.includes(person)).map(({ slug }) => slug);
  const isSecurityLead = [securityLead, ...securityLeads].includes(person);
  return { person, teams: [...new Set([...member, ...leadOf])], leadOf, isSecurityLead };
}

/** A team by its slug, or a person by any name of sign_in. Throws CliError `unknown-person-or-team` (exit 2). */
function rolesNamed(name: string, people: People): Roles {
  const { table, signIn } = people;
  const slugs = [...table.teams.map(({ slug }) => slug), table.defaultTeam];
  if (slugs.includes(name))
    return { person: null, teams: [name], leadOf: [], isSecurityLead: false };
  const known = [...new Set([...decidersIn(table), ...Object.keys(signIn.people ?? {})])];
  const person = personNamed(name, signIn);
  if (person !== null && known.includes(person)) return rolesOf(person, people);
  throw unknownName(name, [...slugs, ...known]);
}

function unknownName(name: string, known: readonly string[]): CliError {
  const meant = nearest(name, known);
  const message = `"${name}" is neither a team of the ownership table nor a person who may decide.`;
  return new CliError('unknown-person-or-team', message, {
    next: [
      ...(meant === null ? [] : [commandLine('findings', 'list', '--asked', meant)]),
      `Known are: ${[...new Set(known)].join(', ')}`,
    ],
    exitCode: 2,
    details: { name, known: [...new Set(known)] },
  });
}

/** True where this person or team has to decide now, or may give the second signature that is waited for. */
function isAskedOf(row: Lifecycle, roles: Roles, people: People): boolean {
  // Who requested it has done their part: another person has to agree.
  if (isRequester(row, roles, people)) return false;
  return isSecondFor(row, roles, people) || decidesNow(row, roles, people.table);
}

function isRequester({ request, undo }: Lifecycle, { person }: Roles, { signIn }: People): boolean {
  const by = undo?.by ?? request?.by;
  return person !== null && by !== undefined && surelyOnePerson(by, person, signIn);
}

function decidesNow(row: Lifecycle, roles: Roles, { defaultTeam }: OwnershipTable): boolean {
  const { ladder, phase } = row;
  if (ladder === undefined || !WAITS_FOR_PEOPLE.includes(phase)) return false;
  const { asked } = ladder;
  if (asked.startsWith('the security lead (')) return roles.isSecurityLead;
  const lead = /^the lead of (\S+) \(/.exec(asked)?.[1];
  if (lead !== undefined) return roles.leadOf.includes(lead);
  const ofDefault = asked === 'the default team' || asked === `${defaultTeam} (the default team)`;
  const reviewers = asked.startsWith('the reviewers of ');
  const team = ofDefault ? defaultTeam : reviewers ? ownerOf(row, defaultTeam) : asked;
  return roles.teams.includes(team);
}

function isSecondFor(row: Lifecycle, { person, teams }: Roles, { table }: People): boolean {
  const { request, owner } = row;
  if (request === undefined) return false;
  if (person === null) return teams.includes(ownerOf(row, table.defaultTeam));
  return mayDecide(person, owner?.team ?? null, table).may;
}

/** Before triage the default team is asked. */
function ownerOf(row: Lifecycle, defaultTeam: string): string {
  return teamOf(row, defaultTeam) ?? defaultTeam;
}

/** What `listFindings` needs to know whom it lists for. */
export interface AskedFrom {
  readonly tables: () => Promise<Pick<PolicyTables, 'ownership'>>;
  readonly identity: () => Promise<Identity>;
  readonly signIn: () => Promise<SignIn>;
}

/** Passes what the person who is signed in (`mine`) and what `asked` is asked now. Throws CliError `not-signed-in`. */
export async function askedFilter(
  { tables, identity, signIn }: AskedFrom,
  { mine, asked }: { readonly mine?: boolean; readonly asked?: string },
): Promise<(row: Lifecycle) => boolean> {
  if (mine !== true && asked === undefined) return () => true;
  const people = await peopleOf({ tables, signIn });
  const own = mine === true ? rolesOf(await signedIn(identity), people) : null;
  const other = asked === undefined ? null : rolesNamed(asked, people);
  return (row) => [own, other].every((roles) => roles === null || isAskedOf(row, roles, people));
}

/** The ownership table with canonical names, read once for all findings of a list. */
export async function peopleOf({
  tables,
  signIn: read,
}: Pick<AskedFrom, 'tables' | 'signIn'>): Promise<People> {
  const signIn = await read();
  return { signIn, table: withCanonicalPeople(await (await tables()).ownership(), signIn) };
}

async function signedIn(identity: AskedFrom['identity']): Promise<string> {
  const { arn, person } = await identity();
  if (person !== null) return person;
  const why =
    arn === null
      ? 'nobody is signed in to AWS here'
      : `sign_in of decisions.yaml does not name ${arn}`;
  throw new CliError('not-signed-in', `What is yours is not known: ${why}.`, {
    next: [
      commandLine('whoami'),
      `Or name whom you mean: ${commandLine('findings', 'list', '--asked', 'PERSON-OR-TEAM')}`,
    ],
    exitCode: 2,
    details: { arn },
  });
}
