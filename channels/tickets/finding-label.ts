import { createHash } from 'node:crypto';

/** Of everything that Closeloop makes, for people's own filters. */
export const LABEL = 'closeloop';

/** The label or tag by which a finding's ticket is found again: of fixed length, and only ours to make sense of. */
export function markOf(workflowId: string): string {
  return `${LABEL}-${createHash('sha256').update(workflowId).digest('hex').slice(0, 20)}`;
}
