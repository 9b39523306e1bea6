/** Who cannot be mentioned in the channels in which they are asked: there only their name stands. */
import type { OwnershipTable } from '../../policies/ownership.ts';
import { accountsOf } from '../../policies/sign-in.ts';
import type { SignIn } from '../../policies/sign-in.ts';
import { decidersIn } from '../../policies/who-may-decide.ts';
import { type Check, ok, warn } from './check.ts';

/** Channels that can mention a person, by the beginning of their names and of accounts in `sign_in.people`. */
const KINDS = ['slack', 'jira', 'azure-devops'] as const;

/** Pure. Escalations go to members, leads and security leads: each needs an account in the channels of their teams. */
export function mentions(table: OwnershipTable, signIn: SignIn): Check {
  const named = { group: 'Notifications', name: 'mentions' };
  const everywhere = kindsIn(table.teams.flatMap(({ channels }) => channels));
  if (everywhere.length === 0) return ok(named, 'no team has a channel that can mention a person');
  const missing = everywhere.flatMap((kind) => {
    const people = peopleIn(table, kind).filter(
      (person) => !accountsOf(person, signIn).some((one) => one.startsWith(`${kind}:`)),
    );
    return people.length === 0 ? [] : [`${kind}: ${people.join(', ')}`];
  });
  if (missing.length === 0) return ok(named, 'everybody who decides has an account for mentions');
  const found = `named as text only, without an account to mention: ${missing.join('; ')}`;
  const accounts = everywhere.map((kind) => `${kind}:…`).join(', ');
  return warn(
    named,
    found,
    `Add their accounts (${accounts}) to sign_in.people in decisions.yaml.`,
  );
}

function kindsIn(channels: readonly string[]): readonly string[] {
  return KINDS.filter((kind) => channels.some((one) => one.startsWith(`${kind}:`)));
}

/** Who is of a team with such a channel, and the security leads, to whom every team's findings may escalate. */
function peopleIn(table: OwnershipTable, kind: string): readonly string[] {
  const teams = table.teams.filter(({ channels }) => kindsIn(channels).includes(kind));
  return [...new Set(decidersIn({ ...table, teams }))].toSorted();
}
