import type { Phase } from './state.ts';

/** Every status, in the order in which a lifecycle passes them. Exhaustive by its type. */
const ORDER = {
  TRIAGE: 0,
  AWAITING_APPROVAL: 1,
  REMEDIATE: 2,
  DRAFT_FIX: 3,
  PROPOSE_FIX: 4,
  AWAITING_MERGE: 5,
  CHECK_MERGE: 6,
  WITHDRAW_FIX: 7,
  SETTLE: 8,
  VERIFY: 9,
  CLOSE: 10,
  HUMAN_REVIEW: 11,
  SUPPRESS: 12,
  ACCEPTED: 13,
  REOPEN: 14,
  CLOSED: 15,
} as const satisfies Record<Phase['name'], number>;

export const PHASES: readonly string[] = Object.keys(ORDER);
