import { createHash } from 'node:crypto';

import type { KnownFinding } from '../../activities/ledger/ledger.ts';
import type { Identified } from '../identity/identity.ts';
import type { Finding } from './finding.ts';

/**
 * Hash of what matters in a report: a re-import that leaves it alone costs no Temporal call. Times are no part
 * of it, and NEW and NOTIFIED are the same: somebody was told, nothing was done. SUPPRESSED by us is the same too: the
 * echo of our own update tells nothing, a severity that changed under an exception does.
 */
export function materialHash(
  finding: Finding,
  problems: readonly Identified[],
  known: KnownFinding | null | undefined,
): string {
  const untouched = finding.workflow === 'NOTIFIED' || isSuppressedByUs(finding, known);
  const material = [
    finding.severity,
    finding.compliance,
    finding.recordState,
    untouched ? 'NEW' : finding.workflow,
    problems.map(({ workflowId }) => workflowId).toSorted(byText),
  ];
  return createHash('sha256').update(JSON.stringify(material)).digest('hex').slice(0, 32);
}

/** The ledger says that we wrote it, and a lifecycle is open: an acceptance is ours to record. */
export function isSuppressedByUs(
  finding: Pick<Finding, 'workflow'>,
  known: KnownFinding | null | undefined,
): boolean {
  if (finding.workflow !== 'SUPPRESSED' || known?.wrote !== 'SUPPRESSED') return false;
  return Object.values(known.problems).includes('open');
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
