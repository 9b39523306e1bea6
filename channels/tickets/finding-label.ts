import { createHash } from 'node:crypto';

/** On everything that Closeloop creates, for people's own filters. */
export const LABEL = 'closeloop';

/** The label or tag by which a finding's ticket is found again: of fixed length, so that none begins another. */
export function findingLabel(workflowId: string): string {
  return `${LABEL}-${createHash('sha256').update(workflowId).digest('hex').slice(0, 20)}`;
}
