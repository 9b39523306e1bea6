import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { CloseResult } from '../../domain/lifecycle/events.ts';
import { destinyOf } from '../../domain/outcome.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { lookMyself } from '../closing/own-look.ts';
import type { Closing, OwnLookDeps, Seen } from '../closing/own-look.ts';
import type { Ledger, Outcome } from '../ledger/ledger.ts';
import { firstRecheckAfter } from '../sweep/watching.ts';
import { exceptionNote, noteOf } from './note.ts';
import { otherProblemsOn } from './other-problems.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter, Updated } from './update-findings.ts';

export type CloseDeps = OwnLookDeps & {
  readonly ledger: Pick<
    Ledger,
    'markClosing' | 'closeFindings' | 'markClosed' | 'lifecycle' | 'markWritten'
  >;
  readonly securityHub: HubWriter;
};

/**
 * Looks itself whether the problem is over, marks the lifecycle `closing` in the ledger, resolves its findings in
 * Security Hub and marks it `closed`. Every step may be repeated. The message's verification is believed by nobody.
 * A finding that Security Hub no longer knows is a remark; any other refusal leaves the lifecycle open, for human review.
 */
export async function close(
  deps: CloseDeps,
  input: Closing,
  episode: number,
): Promise<CloseResult> {
  const { ledger, clock } = deps;
  const { workflowId, reason } = input;
  const seen = await lookMyself(deps, input);
  if ('refused' in seen) return { status: 'refused', refusals: [], because: seen.refused };
  const { verification, findings } = seen;
  const at = clock.now().toISOString();
  await ledger.markClosing(workflowId, episode, reason);
  const last = await ledger.closeFindings(workflowId, findings, at);
  const over = last.filter(({ id }) => !seen.open.has(id));
  const { remarks: gone, refusals } = await resolve(deps, over, { ...input, verification });
  if (refusals.length > 0) return { status: 'refused', refusals };
  const remarks = [...seen.remarks, ...gone];
  for (const finding of findings) {
    if (over.some((one) => sameFinding(one, finding))) continue;
    remarks.push(await staysOpen(deps, finding, { workflowId, open: seen.open }));
  }
  const outcome = outcomeOf(input, remarks, { at, verificationId: verification.id });
  await ledger.markClosed(workflowId, episode, at, outcome);
  return { status: 'closed', remarks, verification };
}

/** A withdrawn finding is archived by its source already, and RESOLVED would claim that somebody fixed it. */
async function resolve(
  { securityHub }: Pick<CloseDeps, 'securityHub'>,
  findings: readonly FindingRef[],
  closing: Closing & Pick<CloseInput, 'verification'>,
): Promise<Updated> {
  if (closing.reason === 'by-source') return { remarks: [], refusals: [] };
  const update = { status: 'RESOLVED', note: noteOf(closing) } as const;
  return await updateFindings(securityHub, findings, update);
}

/** With the text of the story's last line, which the ledger writes because the workflow ends. */
function outcomeOf(
  { reason, problem }: Closing,
  remarks: readonly string[],
  { at, verificationId }: { readonly at: string; readonly verificationId: string },
): Outcome {
  const destiny = destinyOf(reason);
  const text = [`${destiny} (${reason})`, ...remarks].join('; ');
  const closed = { destiny, reason, text, verificationId } as const;
  return problem.control === null ? closed : { ...closed, lookAgainAt: firstRecheckAfter(at) };
}

/** A finding with several problems is resolved with the last of them, and suppressed when all others are accepted. */
async function staysOpen(
  { ledger, securityHub }: CloseDeps,
  finding: FindingRef,
  { workflowId, open: found }: { readonly workflowId: string } & Pick<Seen, 'open'>,
): Promise<string> {
  const other = found.get(finding.id);
  if (other !== undefined) return `finding ${finding.id} stays open: ${other} is not compliant`;
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
