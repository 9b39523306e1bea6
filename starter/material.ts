import { createHash } from 'node:crypto';

import type { Finding } from './finding.ts';
import type { Identified } from './identity.ts';

/**
 * Hash of what matters in a report: a re-import that leaves it alone costs no Temporal call. Times are no part
 * of it, and NEW and NOTIFIED are the same: somebody was told, nothing was done.
 */
export function materialHash(finding: Finding, problems: readonly Identified[]): string {
  const material = [
    finding.severity,
    finding.compliance,
    finding.recordState,
    finding.workflow === 'NOTIFIED' ? 'NEW' : finding.workflow,
    problems.map(({ workflowId }) => workflowId).toSorted(byText),
  ];
  return createHash('sha256').update(JSON.stringify(material)).digest('hex').slice(0, 32);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
