/** What is allowed when: the console's copy of the lifecycle's own rules, so that it offers nothing that would be refused. */
import type { Lifecycle } from '../activities/ledger/ledger.ts';
import type { Decided } from '../domain/decision.ts';
import type { Phase } from '../domain/lifecycle/state.ts';

/** As `ALLOWED` in domain/lifecycle/decisions.ts; test/console/contract.test.ts compares them. */
const DECIDABLE: Readonly<Record<Decided, readonly Phase['name'][]>> = {
  approve: ['AWAITING_APPROVAL', 'HUMAN_REVIEW'],
  reject: ['AWAITING_APPROVAL'],
  accept: ['AWAITING_APPROVAL', 'HUMAN_REVIEW', 'AWAITING_MERGE'],
  extend: ['ACCEPTED'],
  revoke: ['ACCEPTED'],
  assign: ['AWAITING_APPROVAL', 'HUMAN_REVIEW', 'AWAITING_MERGE'],
  attest: ['HUMAN_REVIEW'],
  undo: ['TRIAGE', 'HUMAN_REVIEW'],
};

export function isDecidable(
  { phase, exception }: Pick<Lifecycle, 'phase' | 'exception'>,
  decision: Decided,
): boolean {
  // What a wider exception covers is decided there.
  if (exception?.scope !== undefined) return false;
  return DECIDABLE[decision].some((name) => name === phase);
}
