/** What people edited, as the ledger keeps it: docs/ledger.md. `syncPolicies` brings it there at a worker's start. */
import type { Policies } from '../../../policies/load.ts';
import type { OwnershipTable } from '../../../policies/ownership.ts';
import type { RemediationRow } from '../../../policies/remediation.ts';
import type { Store } from '../dynamodb/store.ts';
import { readOwnership, seedOwnership } from './ownership-table.ts';
import { readRemediation, readStamp, replaceRemediation } from './remediation-table.ts';

/** A row with the commit that it was loaded from. */
export interface StampedRow extends RemediationRow {
  readonly commit: string;
}

/** Of which commit the remediation table is, since when. */
export interface RemediationStamp {
  readonly commit: string;
  readonly at: string;
  readonly rows: number;
}

export interface PolicyTables {
  /** Now, strongly consistent; null: a machine may not act on this type. */
  remediation(type: string): Promise<StampedRow | null>;
  /** Null before the first load. */
  remediationStamp(): Promise<RemediationStamp | null>;
  /** Git is the truth: afterwards the table has these rows and no others. Repeated, it changes nothing. */
  replaceRemediation(rows: readonly RemediationRow[], commit: string): Promise<void>;
  /** Strongly consistent. Throws `ConfigurationError` while no default team was seeded. */
  ownership(): Promise<OwnershipTable>;
  /** The table is the truth: only rows that are missing are added. Answers how many were. */
  seedOwnership(seed: OwnershipTable): Promise<number>;
}

/** As `dynamoLedger`, for the policy tables. */
export function dynamoPolicyTables(store: Store): PolicyTables {
  return {
    remediation: (type) => readRemediation(store, type),
    remediationStamp: () => readStamp(store),
    replaceRemediation: (rows, commit) => replaceRemediation(store, rows, commit),
    ownership: () => readOwnership(store),
    seedOwnership: (seed) => seedOwnership(store, seed),
  };
}

/** For the start of the orchestrator worker: the tables say what the policy files of `commit` say. */
export async function syncPolicies(
  tables: PolicyTables,
  policies: Pick<Policies, 'ownership' | 'remediation'>,
  commit: string,
): Promise<void> {
  await tables.replaceRemediation(policies.remediation, commit);
  await tables.seedOwnership(policies.ownership);
}
