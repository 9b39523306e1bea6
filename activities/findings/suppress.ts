import type { FindingRef } from '../../domain/finding.ts';
import type { HubResult } from '../../domain/lifecycle/events.ts';
import type { SuppressInput } from '../../workflows/activity-types.ts';
import { isAccepted } from '../closing/allowed.ts';
import type { AllowedDeps } from '../closing/allowed.ts';
import { rememberedLooks } from '../closing/own-look.ts';
import type { OwnLookDeps } from '../closing/own-look.ts';
import { suppressionProof } from '../closing/proof-items.ts';
import type { Proofs } from '../closing/proofs.ts';
import { sortFindings } from '../closing/reported.ts';
import type { Own } from '../closing/reported.ts';
import { standingOf } from '../closing/standing.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { exceptionNote } from './note.ts';
import { otherProblemsOn } from './other-problems.ts';
import { recordsOf } from './source.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter } from './update-findings.ts';

export type SuppressDeps = OwnLookDeps &
  AllowedDeps & {
    readonly ledger: Pick<Ledger, 'knownFinding' | 'lifecycle' | 'markWritten'>;
    readonly proofs: Pick<Proofs, 'accept' | 'accepted' | 'prove'>;
    readonly securityHub: HubWriter;
  };

type Suppression = Pick<SuppressInput, 'workflowId' | 'findings' | 'exception'>;

/**
 * Sets SUPPRESSED in Security Hub, with a note of who accepted it until when, if the closer's own records show that they
 * did. A finding with another open problem that nobody accepted stays visible, and a remark says so. Every step may be
 * repeated. The ledger records the status before Security Hub gets it, so that the starter recognises our own update.
 */
export async function suppress(
  deps: SuppressDeps,
  input: Suppression,
  episode: number,
): Promise<HubResult> {
  const { workflowId, findings, exception } = input;
  const records = await recordsOf(deps.securityHub, findings);
  const { own, foreign, missing } = await sortFindings(deps, input, records);
  const lost = missing.map(({ id }) => `Security Hub no longer knows finding ${id}`);
  if (own.length === 0)
    return foreign.length === 0 ? { status: 'done', remarks: lost } : refuse(foreign.join('; '));
  const allowed = await isAccepted(deps, { workflowId, episode, own }, exception);
  if ('why' in allowed) return refuse(allowed.why);
  const { by, confirmedBy, why, id } = exception;
  const until = new Date(exception.until).toISOString();
  const at = deps.clock.now().toISOString();
  const proof = { episode, decisions: [...allowed.ids], until, at };
  await deps.proofs.accept(workflowId, { ...proof, id, by, confirmedBy, why });
  const { hidden, remarks } = await hideable(deps, workflowId, own);
  for (const finding of hidden)
    await deps.proofs.prove(workflowId, suppressionProof(finding, proof));
  const result = await write(deps, input, hidden);
  if (result.status === 'refused') return result;
  return { status: 'done', remarks: [...foreign, ...remarks, ...lost, ...result.remarks] };
}

function refuse(because: string): HubResult {
  return { status: 'refused', refusals: [], because };
}

/** The findings whose other problems are over or accepted too. */
async function hideable(
  deps: SuppressDeps,
  workflowId: string,
  own: readonly Own[],
): Promise<{ readonly hidden: readonly FindingRef[]; readonly remarks: readonly string[] }> {
  const looks = rememberedLooks(deps, workflowId);
  const hidden: FindingRef[] = [];
  const remarks: string[] = [];
  for (const { finding, others } of own) {
    const inLedger = await otherProblemsOn(deps.ledger, finding, workflowId);
    const [first] = inLedger.open;
    const { open } =
      first === undefined
        ? await standingOf(deps, { finding, others }, looks)
        : { open: inLedger.open };
    if (open.length === 0) hidden.push(finding);
    else remarks.push(`finding ${finding.id} stays visible: ${open.join(', ')} is not accepted`);
  }
  return { hidden, remarks };
}

async function write(
  { ledger, securityHub }: SuppressDeps,
  { workflowId, exception }: Suppression,
  hidden: readonly FindingRef[],
): Promise<HubResult> {
  await ledger.markWritten(workflowId, hidden, 'SUPPRESSED');
  const note = exceptionNote(exception, workflowId);
  const update = { status: 'SUPPRESSED', note } as const;
  const { remarks, refusals } = await updateFindings(securityHub, hidden, update);
  if (refusals.length === 0) return { status: 'done', remarks };
  const refused = refusals.map(({ finding }) => finding);
  await ledger.markWritten(workflowId, refused, null);
  return { status: 'refused', refusals };
}
