import { loadIntake } from '../../policies/intake.ts';
import { loadPolicies, type Policies } from '../../policies/load.ts';
import { ownershipProblems } from '../../policies/ownership-problems.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import { PolicyError } from '../../policies/policy-error.ts';
import { type Check, broken, ok, warn } from './check.ts';

const GROUP = 'Policies';

/** The files of the policies. Never throws for what is wrong in them. */
export async function policies(dir: string): Promise<readonly Check[]> {
  return [...(await tables(dir)), ...(await intake(dir))];
}

/** What will be answered "unassigned", before a resource meets it. `where` says which table it is. */
export function ownership(table: OwnershipTable, where: string): readonly Check[] {
  const named = { group: GROUP, name: 'ownership' };
  const problems = ownershipProblems(table);
  if (problems.length > 0) return problems.map(({ text }) => warn(named, `${where}: ${text}`));
  const found = `${where}: ${table.patterns.length} patterns of ${table.teams.length} teams, no tie`;
  return [ok(named, found)];
}

async function tables(dir: string): Promise<readonly Check[]> {
  const named = { group: GROUP, name: 'files' };
  try {
    const loaded = await loadPolicies(dir);
    return [ok(named, described(loaded, dir)), ...ownership(loaded.ownership, 'ownership.yaml')];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [broken(named, error.message, 'Correct the lines named above.')];
  }
}

function described({ remediation }: Policies, dir: string): string {
  const automated = remediation.filter((row) => row.automated).length;
  return `${dir}: ${remediation.length} types, ${automated} automated`;
}

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
