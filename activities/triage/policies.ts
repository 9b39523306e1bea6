import type { Deadlines } from '../../policies/deadlines.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import type { Limits } from '../../policies/remediation.ts';
import type { PolicyTables } from '../ledger/policy/policy-tables.ts';

/** What people have decided beforehand: tables read at the moment they are needed, and what a worker was started with. */
export interface Policies {
  readonly tables: Pick<PolicyTables, 'ownership' | 'remediation'>;
  readonly deadlines: Deadlines;
  readonly decisions: DecisionPolicy;
  /** How much machines may write; people change it in remediation.yaml. */
  readonly limits: Limits;
  /** `CLOSELOOP_SETTLE_SECONDS`: the sandbox shortens every settle wait to this, openly. */
  readonly settleSeconds: number | null;
  /** Is it something Closeloop itself runs on? `resourceId` is the canonical ARN. */
  readonly isOwnResource: (resourceId: string) => boolean;
}
