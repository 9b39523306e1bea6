/** The policies that people edit, in DynamoDB: docs/ledger.md. The orchestrator worker loads them when it starts. */
import type { Policies } from '../../../policies/load.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import type { Store } from '../dynamodb/store.ts';
import { readOwnership, seedOwnership } from './ownership-table.ts';
import { readRemediation, readStamp, replaceRemediation } from './remediation-table.ts';
import type { RemediationStamp, StampedRow } from './remediation-table.ts';

export interface PolicyTables {
  /** Strongly consistent; null: no automatic write for this control. */
  remediation(type: string): Promise<StampedRow | null>;
  /** Null before the first load. */
  remediationStamp(): Promise<RemediationStamp | null>;
  /** Git wins: afterwards the table has these rows and no others. Repeated, it changes nothing. */
  replaceRemediation(rows: readonly RemediationRow[], commit: string): Promise<void>;
  /** Strongly consistent. Throws `ConfigurationError` while no default team was seeded. */
  ownership(): Promise<OwnershipTable>;
  /** The table wins: adds the rows that are missing, and answers how many those were. */
  seedOwnership(seed: OwnershipTable): Promise<number>;
}

export function dynamoPolicyTables(store: Store): PolicyTables {
  return {
    remediation: (type) => readRemediation(store, type),
    remediationStamp: () => readStamp(store),
    replaceRemediation: (rows, commit) => replaceRemediation(store, rows, commit),
    ownership: () => readOwnership(store),
    seedOwnership: (seed) => seedOwnership(store, seed),
  };
}

/** Loads the policy files of `commit` into the tables. */
export async function syncPolicies(
  tables: PolicyTables,
  policies: Pick<Policies, 'ownership' | 'remediation'>,
  commit: string,
): Promise<void> {
  await tables.replaceRemediation(policies.remediation, commit);
  await tables.seedOwnership(policies.ownership);
}
