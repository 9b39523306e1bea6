import type { FindingRef } from '../../domain/finding.ts';
import type { HubResult } from '../../domain/lifecycle/events.ts';
import { asking } from '../aws/failures.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { reopenNote } from './note.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export interface ReopenDeps {
  readonly ledger: Pick<Ledger, 'markWritten'>;
  readonly securityHub: HubWriter;
}

/**
 * Security Hub NEW with a note of why; may be repeated. The ledger is told afterwards: while SUPPRESSED may still
 * arrive it has to be known as ours.
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
  await asking(`the ledger for ${workflowId}`, () =>
    ledger.markWritten(workflowId, written, 'NEW'),
  );
  if (refusals.length > 0) return { status: 'refused', refusals };
  return {
    status: 'done',
    remarks: missing.map(({ id }) => `Security Hub no longer knows finding ${id}`),
  };
}
