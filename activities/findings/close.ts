import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { CloseResult } from '../../domain/lifecycle/events.ts';
import { destinyOf } from '../../domain/outcome.ts';
import { closes } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { failure } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { Ledger, Outcome } from '../ledger/ledger.ts';
import { firstRecheckAfter } from '../sweep/watching.ts';
import { exceptionNote, noteOf } from './note.ts';
import { otherProblemsOn } from './other-problems.ts';
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

/** What is closed, and by which verification. */
export type Closing = Pick<
  CloseInput,
  'workflowId' | 'problem' | 'findings' | 'reason' | 'verification' | 'attestation'
>;

/**
 * Marks the lifecycle `closing` in the ledger, resolves its findings in Security Hub and marks it `closed`. Every
 * step may be repeated. A finding that Security Hub no longer knows is a remark; any other refusal leaves the
 * lifecycle open, for human review.
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
  await ledger.markClosing(workflowId, episode, reason);
  const last = await ledger.closeFindings(workflowId, findings, at);
  const { remarks: gone, refusals } = await resolve(securityHub, last, input);
  if (refusals.length > 0) return { status: 'refused', refusals };
  const remarks = [...gone];
  for (const finding of findings) {
    if (last.some((one) => sameFinding(one, finding))) continue;
    remarks.push(await staysOpen(deps, finding, workflowId));
  }
  await ledger.markClosed(workflowId, episode, at, outcomeOf(input, remarks, at));
  return { status: 'closed', remarks };
}

/** A withdrawn finding is archived by its source already, and RESOLVED would claim that somebody fixed it. */
async function resolve(
  securityHub: HubWriter,
  findings: readonly FindingRef[],
  closing: Closing,
): Promise<Updated> {
  if (closing.reason === 'by-source') return { remarks: [], refusals: [] };
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

/** With the text of the story's last line, which the ledger writes because the workflow ends. */
function outcomeOf({ reason, problem }: Closing, remarks: readonly string[], at: string): Outcome {
  const destiny = destinyOf(reason);
  const text = [`${destiny} (${reason})`, ...remarks].join('; ');
  const closed = { destiny, reason, text } as const;
  return problem.control === null ? closed : { ...closed, lookAgainAt: firstRecheckAfter(at) };
}

/** A finding with several problems is resolved with the last of them, and suppressed when all others are accepted. */
async function staysOpen(
  { ledger, securityHub }: CloseDeps,
  finding: FindingRef,
  workflowId: string,
): Promise<string> {
  const { open, accepted } = await otherProblemsOn(ledger, finding, workflowId);
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
  await ledger.markWritten(exception.workflowId, [finding], 'SUPPRESSED');
  const update = { status: 'SUPPRESSED', note } as const;
  const { refusals } = await updateFindings(securityHub, [finding], update);
  const refused = refusals
    .map(({ code }) => `, but Security Hub refused SUPPRESSED: ${code}`)
    .join('');
  return `finding ${finding.id} has only accepted problems left: ${exception.workflowId}${refused}`;
}
