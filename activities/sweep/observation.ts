import type { Observation, Problem } from '../../domain/finding.ts';
import { failure } from '../aws/failures.ts';
import type { Lifecycle } from '../ledger/ledger.ts';

/** Starts the lifecycle of a problem or joins the open one, as the starter does. */
export type Report = (
  workflowId: string,
  problem: Problem,
  observation: Observation,
) => Promise<void>;

/** The sweep's check as a report to a lifecycle. Throws `SchemaMismatch` when the row lists no finding. */
export function sweepObservation(
  { workflowId, findings, severity, title }: Lifecycle,
  { id, at }: { readonly id: string; readonly at: string },
): Observation {
  const [finding] = findings;
  if (finding === undefined) {
    throw failure('SchemaMismatch', `The ledger's row of ${workflowId} lists no finding.`);
  }
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
