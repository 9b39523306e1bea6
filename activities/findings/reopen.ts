import type { FindingRef } from '../../domain/finding.ts';
import type { HubResult } from '../../domain/lifecycle/events.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { reopenNote } from './note.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export interface ReopenDeps {
  readonly ledger: Pick<Ledger, 'markWritten'>;
  readonly securityHub: HubWriter;
}

/**
 * Sets NEW in Security Hub, with a note of why; may be repeated. The ledger records it afterwards, because until
 * then an event with our own SUPPRESSED may still arrive.
 */
export async function reopen(
  { ledger, securityHub }: ReopenDeps,
  {
    workflowId,
    findings,
    reason,
  }: {
    readonly workflowId: string;
    readonly findings: readonly FindingRef[];
    readonly reason: string;
  },
): Promise<HubResult> {
  const note = reopenNote(reason, workflowId);
  const { missing, refusals } = await updateFindings(securityHub, findings, {
    status: 'NEW',
    note,
  });
  const written = findings.filter(
    ({ id, productArn }) =>
      !refusals.some(({ finding }) => finding.id === id && finding.productArn === productArn),
  );
  await ledger.markWritten(workflowId, written, 'NEW');
  if (refusals.length > 0) return { status: 'refused', refusals };
  return {
    status: 'done',
    remarks: missing.map(({ id }) => `Security Hub no longer knows finding ${id}`),
  };
}
