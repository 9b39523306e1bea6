import { sameFinding } from '../../domain/finding.ts';
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

interface Reopening {
  readonly workflowId: string;
  readonly findings: readonly FindingRef[];
  readonly reason: string;
}

/**
 * Sets NEW in Security Hub, with a note of why; may be repeated. The ledger records it afterwards, because until
 * then an event with our own SUPPRESSED may still arrive.
 */
export async function reopen(
  { ledger, securityHub }: ReopenDeps,
  { workflowId, findings, reason }: Reopening,
): Promise<HubResult> {
  const update = { status: 'NEW', note: reopenNote(reason, workflowId) } as const;
  const { remarks, refusals } = await updateFindings(securityHub, findings, update);
  const written = findings.filter(
    (one) => !refusals.some(({ finding }) => sameFinding(finding, one)),
  );
  await ledger.markWritten(workflowId, written, 'NEW');
  if (refusals.length > 0) return { status: 'refused', refusals };
  return { status: 'done', remarks };
}
