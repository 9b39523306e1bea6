import { createHash } from 'node:crypto';

import type { KnownFinding } from '../../activities/ledger/ledger.ts';
import type { Identified } from '../identity/identity.ts';
import type { Finding } from './finding.ts';

/** What the ledger knows of a finding: null for nothing, undefined when it was not queried. */
export type Known = KnownFinding | null | undefined;

/**
 * Hash of what matters in a report: a re-import with the same hash costs no Temporal call. Times are not part of it.
 * NEW and NOTIFIED count as equal, because NOTIFIED only means that somebody was informed. SUPPRESSED by us counts as
 * equal too: it is the echo of our own update.
 */
export function materialHash(
  finding: Finding,
  problems: readonly Identified[],
  known: Known,
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

/** True when the ledger says that we wrote SUPPRESSED and a lifecycle is open: then an exception covers the finding. */
export function isSuppressedByUs(finding: Pick<Finding, 'workflow'>, known: Known): boolean {
  if (finding.workflow !== 'SUPPRESSED' || known?.wrote !== 'SUPPRESSED') return false;
  return Object.values(known.problems).includes('open');
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
