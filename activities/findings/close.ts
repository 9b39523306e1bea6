import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { CloseResult } from '../../domain/lifecycle/events.ts';
import { destinyOf } from '../../domain/outcome.ts';
import { foundRow } from '../../domain/story.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import type { Allowed } from '../closing/accepted-by.ts';
import { isAttested } from '../closing/allowed.ts';
import type { AllowedDeps } from '../closing/allowed.ts';
import { lookMyself } from '../closing/own-look.ts';
import type { Closing, OwnLookDeps, Seen } from '../closing/own-look.ts';
import { suppressionProof } from '../closing/proof-items.ts';
import type { Proofs } from '../closing/proofs.ts';
import { standingOf } from '../closing/standing.ts';
import type { AcceptedProblem, StandingDeps } from '../closing/standing.ts';
import { thisActivity } from '../decisions/check-decision.ts';
import type { Ledger, Outcome } from '../ledger/ledger.ts';
import { firstRecheckAfter } from '../sweep/watching.ts';
import { exceptionNote, noteOf } from './note.ts';
import { otherProblemsOn } from './other-problems.ts';
import { updateFindings } from './update-findings.ts';
import type { HubWriter, Updated } from './update-findings.ts';

export type CloseDeps = OwnLookDeps &
  AllowedDeps &
  Pick<StandingDeps, 'ledger'> & {
    readonly proofs: Pick<Proofs, 'prove' | 'end' | 'accepted'>;
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
  const { workflowId, reason, attestation } = input;
  const seen = await lookMyself(deps, input);
  if ('refused' in seen) return refuse(seen.refused);
  const about = { workflowId, episode, own: seen.own };
  const allowed = reason === 'attested' ? await isAttested(deps, about, attestation) : NOBODY;
  if ('why' in allowed) return refuse(allowed.why);
  const { ledger, clock, proofs } = deps;
  const { verification, findings } = seen;
  const at = clock.now().toISOString();
  await ledger.markClosing(workflowId, episode, reason);
  const last = await ledger.closeFindings(workflowId, findings, at);
  const closing = { ...input, episode, verification, decisions: allowed.ids, at };
  const {
    over,
    remarks: others,
    accepted,
  } = await sortByStanding(deps, seen, { workflowId, last });
  const { remarks: gone, refusals } = await resolve(deps, over, closing);
  if (refusals.length > 0) return { status: 'refused', refusals };
  const remarks = [...seen.remarks, ...gone, ...others];
  for (const one of accepted) remarks.push(await suppressForOther(deps, one, at));
  await proofs.end(workflowId, { how: 'closed', episode, by: thisActivity(), at });
  const outcome = outcomeOf(input, remarks, { at, verification });
  await ledger.markClosed(workflowId, episode, at, outcome);
  return { status: 'closed', remarks, verification };
}

/** Nobody has to decide about what the closer verified. */
const NOBODY: Allowed = { ids: [] };

function refuse(because: string): CloseResult {
  return { status: 'refused', refusals: [], because };
}

/** A withdrawn finding is archived by its source already, and RESOLVED would claim that somebody fixed it. */
async function resolve(
  { securityHub, proofs }: Pick<CloseDeps, 'securityHub' | 'proofs'>,
  findings: readonly FindingRef[],
  closing: Proven,
): Promise<Updated> {
  if (closing.reason === 'by-source') return { remarks: [], refusals: [] };
  const { workflowId, reason, episode, verification, decisions, at } = closing;
  const evidence = verification.evidence?.sha256 ?? null;
  const proof = { status: 'RESOLVED', reason, episode, evidence, until: null, at } as const;
  for (const { id: findingId, productArn } of findings) {
    const about = { findingId, productArn, verificationId: verification.id };
    const ids = [...decisions];
    await proofs.prove(workflowId, { ...proof, ...about, decisions: ids });
  }
  const update = { status: 'RESOLVED', note: noteOf(closing) } as const;
  return await updateFindings(securityHub, findings, update);
}

type Proven = Closing &
  Pick<CloseInput, 'verification'> & {
    readonly episode: number;
    readonly decisions: readonly string[];
    readonly at: string;
  };

/** With the text of the story's last line, which the ledger writes because the workflow ends. */
function outcomeOf(
  { reason, problem }: Closing,
  remarks: readonly string[],
  { at, verification }: { readonly at: string; readonly verification: Verification },
): Outcome {
  const destiny = destinyOf(reason);
  const text = [`${destiny} (${reason})`, ...remarks].join('; ');
  const { id: verificationId, evidence } = verification;
  const proof = evidence === null ? { verificationId } : { verificationId, evidence };
  const closed = { destiny, reason, text, ...proof, ...foundRow(verification) } as const;
  return problem.control === null ? closed : { ...closed, lookAgainAt: firstRecheckAfter(at) };
}

interface Sorted {
  /** All its problems are over. */
  readonly over: readonly FindingRef[];
  /** What keeps a finding open, in sentences. */
  readonly remarks: readonly string[];
  /** Findings whose other problems are all over or accepted. */
  readonly accepted: readonly { readonly finding: FindingRef; readonly by: AcceptedProblem }[];
}

/** A finding with several problems is resolved with the last of them, and suppressed when all others are accepted. */
async function sortByStanding(
  deps: CloseDeps,
  { findings, own, looks }: Seen,
  { workflowId, last }: { readonly workflowId: string; readonly last: readonly FindingRef[] },
): Promise<Sorted> {
  const over: FindingRef[] = [];
  const remarks: string[] = [];
  const accepted: { finding: FindingRef; by: AcceptedProblem }[] = [];
  for (const finding of findings) {
    const others = own.find((one) => sameFinding(one.finding, finding))?.others ?? [];
    const { open, accepted: by } = await standingOf(deps, { finding, others }, looks);
    const [first] = by;
    const isLast = last.some((one) => sameFinding(one, finding));
    const inLedger = isLast ? [] : (await otherProblemsOn(deps.ledger, finding, workflowId)).open;
    const waits = [...new Set([...open, ...inLedger])].join(', ');
    if (waits !== '') remarks.push(`finding ${finding.id} stays open until ${waits} closes`);
    else if (first !== undefined) accepted.push({ finding, by: first });
    else if (isLast) over.push(finding);
    else remarks.push(`finding ${finding.id} stays open until its other problem closes`);
  }
  return { over, remarks, accepted };
}

/** What people accepted for the other problem, as the closer wrote it down then. */
async function suppressForOther(
  { ledger, securityHub, proofs }: CloseDeps,
  { finding, by: { workflowId, accepted } }: Sorted['accepted'][number],
  at: string,
): Promise<string> {
  const { by, confirmedBy, why, until, episode, decisions } = accepted;
  const note = exceptionNote({ by, confirmedBy, why, until: Date.parse(until) }, workflowId);
  await ledger.markWritten(workflowId, [finding], 'SUPPRESSED');
  await proofs.prove(workflowId, suppressionProof(finding, { episode, decisions, until, at }));
  const update = { status: 'SUPPRESSED', note } as const;
  const { refusals } = await updateFindings(securityHub, [finding], update);
  const refused = refusals
    .map(({ code }) => `, but Security Hub refused SUPPRESSED: ${code}`)
    .join('');
  return `finding ${finding.id} has only accepted problems left: ${workflowId}${refused}`;
}
