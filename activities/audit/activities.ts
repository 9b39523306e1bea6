import type { AuditActivities } from '../../workflows/activity-types.ts';
import { findUnproven } from './find-unproven.ts';
import type { FindUnprovenDeps } from './find-unproven.ts';

/** Under the audit's principal: reads Security Hub, the ledger and the closer's proofs, and writes nowhere. */
export type AuditDeps = FindUnprovenDeps;

/** For the worker of the audit queue. */
export function auditActivities(deps: AuditDeps): AuditActivities {
  return { findUnproven: (cursor) => findUnproven(deps, cursor) };
}
