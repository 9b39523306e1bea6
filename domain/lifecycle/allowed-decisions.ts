import type { Decided } from '../decision.ts';
import type { LedgerRow } from '../story.ts';
import type { Phase } from './state.ts';

/** The statuses in which each decision can be taken. */
export const ALLOWED_IN: Readonly<Record<Decided, readonly Phase['name'][]>> = {
  approve: ['AWAITING_APPROVAL', 'HUMAN_REVIEW'],
  reject: ['AWAITING_APPROVAL'],
  accept: ['AWAITING_APPROVAL', 'HUMAN_REVIEW', 'AWAITING_MERGE'],
  extend: ['ACCEPTED'],
  revoke: ['ACCEPTED'],
  assign: ['AWAITING_APPROVAL', 'HUMAN_REVIEW', 'AWAITING_MERGE'],
  attest: ['HUMAN_REVIEW'],
  // TRIAGE: only for a lifecycle that was started by the request to undo.
  undo: ['TRIAGE', 'HUMAN_REVIEW'],
};

/** For lists and pages: whether the lifecycle, as the ledger shows it, would take this decision now. */
export function isDecisionAllowed(
  { phase, exception }: Pick<LedgerRow, 'phase' | 'exception'>,
  decision: Decided,
): boolean {
  // A finding under a scoped exception is decided by decisions about that exception.
  if (exception?.scope !== undefined) return false;
  return ALLOWED_IN[decision].some((name) => name === phase);
}
