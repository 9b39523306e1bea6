import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { CloseResult } from '../../domain/lifecycle/events.ts';
import { destinyOf } from '../../domain/outcome.ts';
import { closes } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { asking, failure } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { Ledger, Outcome } from '../ledger/ledger.ts';
import { firstLookAfter } from '../sweep/watching.ts';
import { exceptionNote, noteOf } from './note.ts';
import { othersOn } from './standing.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter, Updated } from './update-findings.ts';

export interface CloseDeps {
  readonly ledger: Pick<
    Ledger,
    'markClosing' | 'closeFindings' | 'markClosed' | 'knownFinding' | 'lifecycle' | 'markWritten'
  >;
  readonly securityHub: HubWriter;
  readonly clock: Pick<Clock, 'now'>;
}

/** What is closed, and by which look. */
export type Closing = Pick<
  CloseInput,
  'workflowId' | 'problem' | 'findings' | 'reason' | 'verification' | 'attestation'
>;

/**
 * Ledger `closing`, Security Hub RESOLVED, ledger `closed`; the evidence is in S3 already. Every step may be
 * repeated. A finding that Security Hub does not know any more is a remark; any other refusal leaves the
 * lifecycle open, for people.
 */
export async function close(
  deps: CloseDeps,
  input: Closing,
  episode: number,
): Promise<CloseResult> {
  const { ledger, securityHub, clock } = deps;
  const { workflowId, findings, reason } = input;
  refuseUnproven(input);
  const at = clock.now().toISOString();
  const inLedger = <T>(call: () => Promise<T>) => asking(`the ledger for ${workflowId}`, call);
  await inLedger(() => ledger.markClosing(workflowId, episode, reason));
  const last = await inLedger(() => ledger.closeFindings(workflowId, findings, at));
  const { missing, refusals } = await resolve(securityHub, last, input);
  if (refusals.length > 0) return { status: 'refused', refusals };
  const remarks = missing.map(({ id }) => `Security Hub no longer knows finding ${id}`);
  for (const finding of findings) {
    if (last.some((one) => sameFinding(one, finding))) continue;
    remarks.push(await staysOpen(deps, finding, workflowId));
  }
  await inLedger(() => ledger.markClosed(workflowId, episode, at, outcomeOf(input, remarks, at)));
  return { status: 'closed', remarks };
}

/** What the source withdrew is archived there already: our RESOLVED would claim that somebody fixed it. */
async function resolve(
  securityHub: HubWriter,
  findings: readonly FindingRef[],
  closing: Closing,
): Promise<Updated> {
  if (closing.reason === 'by-source') return { missing: [], refusals: [] };
  const update = { status: 'RESOLVED', note: noteOf(closing) } as const;
  return await updateFindings(securityHub, findings, update);
}

function refuseUnproven(closing: Closing): void {
  const { workflowId, verification } = closing;
  const { id, verdict, evidence } = verification;
  if ((closes(verdict) || isEndedBySource(closing)) && evidence !== null) return;
  throw failure(
    'InvalidInput',
    `${workflowId} cannot be closed by ${id}: expected the verdict fixed or gone with evidence, got ${verdict}.`,
  );
}

/** The source no longer reports it, and it was withdrawn or two people attest that it is fixed. */
function isEndedBySource({ problem, reason, verification, attestation }: Closing): boolean {
  const { source } = verification;
  if (problem.control !== null || source === undefined || source === 'open') return false;
  if (reason === 'by-source') return source === 'archived';
  const { by, confirmedBy } = attestation ?? {};
  return reason === 'attested' && by !== undefined && by !== confirmedBy;
}

/** In the words of the story's last line, which the workflow cannot write any more. */
function outcomeOf({ reason, problem }: Closing, remarks: readonly string[], at: string): Outcome {
  const destiny = destinyOf(reason);
  const text = [`${destiny} (${reason})`, ...remarks].join('; ');
  const closed = { destiny, reason, text } as const;
  return problem.control === null ? closed : { ...closed, lookAgainAt: firstLookAfter(at) };
}

/** Two problems in one finding: it is resolved with the last of them, and hidden when all that are left are accepted. */
async function staysOpen(
  { ledger, securityHub }: CloseDeps,
  finding: FindingRef,
  workflowId: string,
): Promise<string> {
  const asked = `the ledger for finding ${finding.id}`;
  const { open, accepted } = await asking(asked, () => othersOn(ledger, finding, workflowId));
  const [exception] = accepted;
  if (open.length > 0 || exception === undefined) {
    const others = open.length === 0 ? 'its other problem' : open.join(', ');
    return `finding ${finding.id} stays open until ${others} closes`;
  }
  const { by, confirmedBy, why, until } = exception.exception;
  const note = exceptionNote(
    { by, confirmedBy, why, until: Date.parse(until) },
    exception.workflowId,
  );
  await asking(asked, () => ledger.markWritten(exception.workflowId, [finding], 'SUPPRESSED'));
  const update = { status: 'SUPPRESSED', note } as const;
  const { refusals } = await updateFindings(securityHub, [finding], update);
  const told = refusals
    .map(({ code }) => `, but Security Hub refused SUPPRESSED: ${code}`)
    .join('');
  return `finding ${finding.id} has only accepted problems left: ${exception.workflowId}${told}`;
}
