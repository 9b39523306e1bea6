import type { PolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import { ownershipProblems } from '../../policies/files/ownership-problems.ts';
import { PolicyError } from '../../policies/files/policy-error.ts';
import { loadIntake } from '../../policies/intake.ts';
import { loadPolicies, type Policies } from '../../policies/load.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { tableOf } from '../../policies/remediation.ts';
import { type Check, broken, ok, warn } from './check.ts';

const GROUP = 'Policies';

/** The files of the policies. Never throws for what is wrong in them. */
export async function policies(dir: string): Promise<readonly Check[]> {
  return [...(await tables(dir)), ...(await intake(dir))];
}

/** The tables in the ledger, which decide: who owns what, and of which commit the remediation table is. */
export async function ledgerTables(
  ledger: Pick<PolicyTables, 'ownership' | 'remediationStamp'>,
): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'remediation table' };
  const stamp = await ledger.remediationStamp();
  const loaded =
    stamp === null
      ? warn(named, 'empty: every finding goes to people', 'npm run worker (its start loads it)')
      : ok(named, `${stamp.rows} types, as ${tableOf(stamp.commit)}, since ${stamp.at}`);
  return [loaded, ...ownership('ownership table', await ledger.ownership())];
}

/** What will be answered "unassigned", before a resource meets it. */
function ownership(name: string, table: OwnershipTable): readonly Check[] {
  const named = { group: GROUP, name };
  const problems = ownershipProblems(table);
  if (problems.length > 0) return problems.map(({ text }) => warn(named, text));
  const { patterns, teams } = table;
  return [ok(named, `patterns ${patterns.length}, teams ${teams.length}, no tie`)];
}

async function tables(dir: string): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'files' };
  try {
    const loaded = await loadPolicies(dir);
    return [ok(named, described(loaded, dir)), ...ownership('ownership.yaml', loaded.ownership)];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [broken(named, error.message, 'Correct the lines named above.')];
  }
}

function described({ remediation }: Policies, dir: string): string {
  const automated = remediation.filter((row) => row.automated).length;
  return `${dir}: ${remediation.length} types, ${automated} automated`;
}

/** `'*'` is a choice, so it is said and not refused. */
async function intake(dir: string): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'intake' };
  try {
    const { accounts } = await loadIntake(dir);
    if (accounts !== '*') return [ok(named, `findings of ${accounts.length} accounts are taken`)];
    const found = "accounts is '*': findings of every account that Security Hub sends are taken";
    return [warn(named, found, 'List your accounts in intake.yaml to refuse all others.')];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [broken(named, message, 'Correct intake.yaml as its comments say.')];
  }
}
