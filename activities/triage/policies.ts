import type { Deadlines } from '../../policies/deadlines.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import type { AcceptedDocuments } from '../../policies/documents.ts';
import type { OwnershipTable } from '../../policies/ownership.ts';
import type { Limits } from '../../policies/remediation.ts';
import type { PolicyTables } from '../ledger/policy/policy-tables.ts';
import type { StampedRow } from '../ledger/policy/remediation-table.ts';

/** The policy files that a worker was deployed with. A table's row counts only as far as they allow the same. */
export interface ReleasePolicies {
  readonly ownership: OwnershipTable;
  /** Null: no automatic write for this control. */
  remediation(control: string): StampedRow | null;
}

/** The tables, read whenever they are needed, and the policies that a worker was started with. */
export interface Policies {
  readonly tables: Pick<PolicyTables, 'ownership' | 'remediation'>;
  /** Of a worker that must not believe the tables, which another principal may write. */
  readonly release?: ReleasePolicies;
  readonly deadlines: Deadlines;
  readonly decisions: DecisionPolicy;
  /** The caps on automatic writes, from remediation.yaml. */
  readonly limits: Limits;
  /** Documents of AWS that may be started, from documents.yaml. */
  readonly documents: AcceptedDocuments;
  /** `CLOSELOOP_SETTLE_SECONDS`: the sandbox shortens every settle wait to this, openly. */
  readonly settleSeconds: number | null;
  /** Is it something Closeloop itself runs on? `resourceId` is the canonical ARN. */
  readonly isOwnResource: (resourceId: string) => boolean;
}
