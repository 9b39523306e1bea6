import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { HubResult } from '../../domain/lifecycle/events.ts';
import type { Proofs } from '../closing/proofs.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { shortened } from '../shortened.ts';
import { reopenNote } from './note.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export interface ReopenDeps {
  readonly ledger: Pick<Ledger, 'markWritten'>;
  readonly securityHub: HubWriter;
  readonly proofs: Pick<Proofs, 'end' | 'prove'>;
  readonly clock: { readonly now: () => Date };
}

interface Reopening {
  readonly workflowId: string;
  readonly findings: readonly FindingRef[];
  readonly reason: string;
}

/**
 * Sets NEW in Security Hub, with a note of why; may be repeated. What people decided before counts no more. The ledger
 * records it afterwards, because until then an event with our own SUPPRESSED may still arrive.
 */
export async function reopen(
  { ledger, securityHub, proofs, clock }: ReopenDeps,
  { workflowId, findings, reason: given }: Reopening,
  episode: number,
): Promise<HubResult> {
  const at = clock.now().toISOString();
  await proofs.end(workflowId, { how: 'reopened', episode, by: thisActivity(), at });
  const nothing = { evidence: null, verificationId: null, until: null };
  const reason = shortened(given, 300) || 'reopened';
  for (const { id: findingId, productArn } of findings) {
    const proof = { findingId, productArn, status: 'NEW', reason, episode, at } as const;
    await proofs.prove(workflowId, { ...proof, ...nothing, decisions: [] });
  }
  const update = { status: 'NEW', note: reopenNote(given, workflowId) } as const;
  const { remarks, refusals } = await updateFindings(securityHub, findings, update);
  const written = findings.filter(
    (one) => !refusals.some(({ finding }) => sameFinding(finding, one)),
  );
  await ledger.markWritten(workflowId, written, 'NEW');
  if (refusals.length > 0) return { status: 'refused', refusals };
  return { status: 'done', remarks };
}
