import type { FindingRef } from '../../domain/finding.ts';
import type { HubResult } from '../../domain/lifecycle/events.ts';
import type { SuppressInput } from '../../workflows/activity-types.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { exceptionNote } from './note.ts';
import { otherProblemsOn } from './other-problems.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export interface SuppressDeps {
  readonly ledger: Pick<Ledger, 'knownFinding' | 'lifecycle' | 'markWritten'>;
  readonly securityHub: HubWriter;
}

/**
 * Sets SUPPRESSED in Security Hub, with a note of who accepted it until when. A finding with another open problem
 * that nobody accepted stays visible, and a remark says so. Every step may be repeated. The ledger records the status
 * before Security Hub gets it, so that the starter recognises our own update when it arrives as an event.
 */
export async function suppress(
  { ledger, securityHub }: SuppressDeps,
  { workflowId, findings, exception }: SuppressInput,
): Promise<HubResult> {
  const hidden: FindingRef[] = [];
  const remarks: string[] = [];
  for (const finding of findings) {
    const { open } = await otherProblemsOn(ledger, finding, workflowId);
    if (open.length === 0) hidden.push(finding);
    else remarks.push(`finding ${finding.id} stays visible: ${open.join(', ')} is not accepted`);
  }
  await ledger.markWritten(workflowId, hidden, 'SUPPRESSED');
  const note = exceptionNote(exception, workflowId);
  const update = { status: 'SUPPRESSED', note } as const;
  const { remarks: gone, refusals } = await updateFindings(securityHub, hidden, update);
  if (refusals.length > 0) {
    const refused = refusals.map(({ finding }) => finding);
    await ledger.markWritten(workflowId, refused, null);
    return { status: 'refused', refusals };
  }
  return { status: 'done', remarks: [...remarks, ...gone] };
}
