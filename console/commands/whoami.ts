/** whoami: which person this terminal is signed in as, and what that person may decide about. */
import type { Command } from 'commander';

import type { OwnershipTable } from '../../policies/ownership.ts';
import { addCommand, NEEDS, type Perform } from '../cli/describe-command.ts';
import type { Reply } from '../cli/reply.ts';
import type { Identity } from '../connect/caller.ts';
import { factLines } from '../output/wrap.ts';
import { type People, peopleOf, type Roles, rolesOf } from './findings/asked.ts';

export function whoamiCommand(command: Command, perform: Perform): void {
  addCommand(command, perform, {
    purpose: 'Say which person you are to Closeloop, and what you may decide about',
    exactly:
      'The person comes from your AWS sign-in and sign_in of decisions.yaml, teams and leads from the ownership table.',
    needs: `${NEEDS.ledger};\n  CLOSELOOP_POLICIES_DIR for policies elsewhere`,
    examples: ['whoami', 'whoami --json'],
    run: async (services) => {
      const { loadDecisions } = await import('../../policies/load.ts');
      const signIn = async () => (await loadDecisions((await services.env()).policiesDir)).signIn;
      const { policyTables: tables, identity } = services;
      return whoami(await identity(), await peopleOf({ tables, signIn }));
    },
  });
}

/** The reply for who is signed in; an identity that is nobody is told how to become somebody. */
export function whoami({ arn, person }: Identity, people: Pick<People, 'table'>): Reply {
  const roles = person === null ? null : rolesOf(person, people);
  return {
    json: {
      arn,
      person,
      teams: roles?.teams ?? [],
      leadOf: roles?.leadOf ?? [],
      securityLead: roles?.isSecurityLead ?? false,
    },
    text: (page) =>
      factLines(
        [
          ['Signed in', arn ?? 'no: there are no AWS credentials that work here'],
          ['Person', person ?? nobody(arn)],
          ...(roles === null ? [] : rolesInWords(roles, people.table)),
        ],
        page,
      ),
  };
}

function nobody(arn: string | null): string {
  if (arn === null) return 'nobody: sign in (aws sso login, AWS_PROFILE), then run this again';
  return `nobody: sign_in of decisions.yaml does not name ${arn}, so no decision from here counts`;
}

type Facts = readonly (readonly [string, string])[];

function rolesInWords({ teams, leadOf, isSecurityLead }: Roles, table: OwnershipTable): Facts {
  const { defaultTeam } = table;
  const every = isSecurityLead || teams.includes(defaultTeam);
  const about = every ? 'every finding' : `findings of ${teams.join(', ')}`;
  const nothing = teams.length === 0 && !isSecurityLead;
  return [
    ['Teams', teams.length === 0 ? 'none in ownership.yaml' : teams.join(', ')],
    ...(leadOf.length === 0 ? [] : [['Lead of', leadOf.join(', ')] as const]),
    ...(isSecurityLead ? [['Security lead', 'yes'] as const] : []),
    ['Decides about', nothing ? 'nothing' : about],
  ];
}
