import type { Observation } from '../../domain/finding.ts';
import type { LedgerRow } from '../../domain/story.ts';

/** The sweep's check as a report to a lifecycle. Null when the row lists no finding. */
export function sweepObservation(
  { findings, severity, title }: Pick<LedgerRow, 'findings' | 'severity' | 'title'>,
  { id, at }: { readonly id: string; readonly at: string },
): Observation | null {
  const [finding] = findings;
  if (finding === undefined) return null;
  return {
    messageId: `sweep/${id}`,
    finding,
    severity,
    title,
    product: "Closeloop's sweep",
    recordState: 'ACTIVE',
    compliance: 'FAILED',
    updatedAt: at,
    asked: false,
  };
}
