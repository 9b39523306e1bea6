import type { PolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import { ownershipProblems } from '../../policies/files/ownership-problems.ts';
import { PolicyError } from '../../policies/files/policy-error.ts';
import { loadIntake } from '../../policies/intake.ts';
import { loadPolicies, type Policies } from '../../policies/load.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { tableOf } from '../../policies/remediation.ts';
import { personNamed } from '../../policies/sign-in.ts';
import type { SignIn } from '../../policies/sign-in.ts';
import { decidersIn } from '../../policies/who-may-decide.ts';
import { timestamp } from '../output/time.ts';
import { type Check, broken, ok, warn } from './check.ts';
import { automatedInWords, modes } from './modes.ts';

const GROUP = 'Policies';

/** The policy files. Errors in them are results, not thrown. */
export async function policies(dir: string): Promise<readonly Check[]> {
  return [...(await tables(dir)), ...(await intake(dir))];
}

/** The policy tables in the ledger, which the workers use. */
export async function ledgerTables(
  ledger: Pick<PolicyTables, 'ownership' | 'remediationStamp'>,
  signIn: SignIn | null = null,
): Promise<readonly Check[]> {
  const remediation = remediationTable(await ledger.remediationStamp());
  const table = await ledger.ownership();
  const named = { group: GROUP, name: 'ownership table' };
  const people = signIn === null ? [] : misnamed(table, signIn).map((text) => warn(named, text));
  return [remediation, ...ownership(named.name, table), ...people];
}

/** The table wins over ownership.yaml, so a person may stand in it under a name that decisions.yaml does not use. */
function misnamed(table: OwnershipTable, signIn: SignIn): readonly string[] {
  return [...new Set(decidersIn(table))].flatMap((name) => {
    const person = personNamed(name, signIn);
    if (person === name) return [];
    return person === null
      ? `${name} is in the table and not in sign_in.people of decisions.yaml, so ${name} can decide nothing.`
      : `${name} is ${person} by decisions.yaml: write ${person} in the table.`;
  });
}

function remediationTable(stamp: Awaited<ReturnType<PolicyTables['remediationStamp']>>): Check {
  const named = { group: GROUP, name: 'remediation table' };
  const load = 'npm run worker (its start loads it)';
  if (stamp === null) return broken(named, 'empty: every finding goes to human review', load);
  const loaded = `loaded ${timestamp(stamp.at)} UTC`;
  return ok(named, `${stamp.rows} types (${tableOf(stamp.commit)}), ${loaded}`);
}

/** Mistakes that would leave resources without an owner. */
function ownership(name: string, table: OwnershipTable): readonly Check[] {
  const named = { group: GROUP, name };
  const problems = ownershipProblems(table);
  if (problems.length > 0) return problems.map(({ text }) => warn(named, text));
  const { patterns, teams } = table;
  return [
    ok(named, `${patterns.length} patterns and ${teams.length} teams, no ambiguous patterns`),
  ];
}

async function tables(dir: string): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'files' };
  try {
    const loaded = await loadPolicies(dir);
    return [
      ok(named, described(loaded, dir)),
      ...ownership('ownership.yaml', loaded.ownership),
      ...modes(loaded.remediation),
    ];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [broken(named, error.message, 'Correct the lines named above.')];
  }
}

function described({ remediation }: Policies, dir: string): string {
  return `${dir}: ${automatedInWords(remediation)}`;
}

/** `'*'` is allowed, so it is only a warning. */
async function intake(dir: string): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'intake' };
  try {
    const { accounts } = await loadIntake(dir);
    if (accounts !== '*')
      return [ok(named, `findings of ${accounts.length} accounts are accepted`)];
    const found = "accounts is '*': findings of every account are accepted";
    return [warn(named, found, 'List your accounts in intake.yaml to refuse all others.')];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [broken(named, message, 'Correct intake.yaml as its comments say.')];
  }
}
