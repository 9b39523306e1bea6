import { DECISIONS } from '../decision.ts';
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
  { phase, exception, undo }: Pick<LedgerRow, 'phase' | 'exception' | 'undo'>,
  decision: Decided,
): boolean {
  // Its plan is decided first.
  if (undo !== undefined && !WHILE_UNDOING.includes(decision)) return false;
  // A finding under a scoped exception is decided by decisions about that exception.
  if (exception?.scope !== undefined) return false;
  return ALLOWED_IN[decision].some((name) => name === phase);
}

/** The decisions that can be taken while an undo is requested. */
export const WHILE_UNDOING: readonly Decided[] = ['approve', 'reject', 'assign'];

/**
 * Every decision that the lifecycle, as the ledger shows it, would take now and carry out: in shadow mode no approval. An undo only where Closeloop wrote; for a
 * closed finding it begins the next episode.
 */
export function decisionsNow(row: LedgerRow): readonly Decided[] {
  const { planHash, problem, wrote, undo, shadow } = row;
  const undoes = problem.control !== null && wrote === true && undo === undefined;
  const applies: Readonly<Record<Decided, boolean>> = {
    approve: planHash !== null && shadow !== true,
    reject: planHash !== null,
    accept: true,
    extend: true,
    revoke: true,
    assign: true,
    attest: problem.control === null,
    // Not for triage that runs.
    undo: undoes && row.phase === 'HUMAN_REVIEW',
  };
  return DECISIONS.filter((decision) =>
    decision === 'undo' && row.phase === 'CLOSED'
      ? undoes
      : applies[decision] && isDecisionAllowed(row, decision),
  );
}

/** Statuses in which somebody may ask for a check of the resource, where a control verifies it. */
export const CHECKED_IN: readonly string[] = [
  'AWAITING_APPROVAL',
  'SETTLE',
  'HUMAN_REVIEW',
  'ACCEPTED',
  'AWAITING_MERGE',
];
