import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { HubResult } from '../../domain/lifecycle/events.ts';
import type { Proofs } from '../closing/proofs.ts';
import { sortFindings } from '../closing/reported.ts';
import type { SortDeps } from '../closing/reported.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import type { Ledger, Watch } from '../ledger/ledger.ts';
import { shortened } from '../shortened.ts';
import { reopenNote } from './note.ts';
import { recordsOf } from './source.ts';
import type { SourceDeps } from './source.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export interface ReopenDeps extends SortDeps {
  readonly ledger: Pick<Ledger, 'markWritten' | 'knownFinding'> & Pick<Watch, 'openFindings'>;
  readonly securityHub: HubWriter & SourceDeps['securityHub'];
  readonly proofs: Pick<Proofs, 'end' | 'prove'>;
  readonly clock: { readonly now: () => Date };
}

export type SetNewDeps = Omit<ReopenDeps, 'proofs'> & {
  readonly proofs: Pick<Proofs, 'prove'>;
};

interface Reopening {
  readonly workflowId: string;
  readonly findings: readonly FindingRef[];
  readonly reason: string;
}

/**
 * Sets NEW in Security Hub, with a note of why; may be repeated. What people decided before counts no more. The ledger
 * records it afterwards, because until then an event with our own SUPPRESSED may still arrive. A finding that Security
 * Hub shows as another problem's is left as it is: no message says which findings are whose.
 */
export async function reopen(
  deps: ReopenDeps,
  reopening: Reopening,
  episode: number,
): Promise<HubResult> {
  const at = deps.clock.now().toISOString();
  const over = { how: 'reopened', episode, by: thisActivity(), at } as const;
  await deps.proofs.end(reopening.workflowId, over);
  return await setNew(deps, reopening, episode);
}

/** The same without an end of what people decided: for findings that nobody decided to close. */
export async function setNew(
  deps: SetNewDeps,
  { workflowId, findings: named, reason: given }: Reopening,
  episode: number,
): Promise<HubResult> {
  const { ledger, securityHub, proofs, clock } = deps;
  const records = await recordsOf(securityHub, named);
  const { own, foreign, missing } = await sortFindings(
    deps,
    { workflowId, findings: named },
    records,
  );
  const findings = [...own.map(({ finding }) => finding), ...missing];
  // An episode that began for an undo has no report of its own: what it opens again counts as reported.
  await ledger.openFindings(workflowId, findings);
  const at = clock.now().toISOString();
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
  if (findings.length === 0 && foreign.length > 0)
    return { status: 'refused', refusals, because: foreign.join('; ') };
  return { status: 'done', remarks: [...foreign, ...remarks] };
}
