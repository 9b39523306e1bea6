import { InvalidArgumentError } from 'commander';

import type { Phase } from '../../../domain/lifecycle/state.ts';

/** The statuses, in the order in which a lifecycle passes them. */
export const PHASES = [
  'TRIAGE',
  'AWAITING_APPROVAL',
  'REMEDIATE',
  'DRAFT_FIX',
  'PROPOSE_FIX',
  'AWAITING_MERGE',
  'CHECK_MERGE',
  'WITHDRAW_FIX',
  'SETTLE',
  'VERIFY',
  'CLOSE',
  'HUMAN_REVIEW',
  'SUPPRESS',
  'ACCEPTED',
  'REOPEN',
  'CLOSED',
] as const satisfies readonly Phase['name'][];

/** Reads `--phase`: also in lower case and with dashes. */
export function parsePhase(word: string): Phase['name'] {
  const wanted = word.toUpperCase().replaceAll('-', '_');
  const found = PHASES.find((name) => name === wanted);
  if (found === undefined) throw new InvalidArgumentError(`Expected one of ${PHASES.join(', ')}.`);
  return found;
}
