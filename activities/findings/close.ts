import type { SecurityHub } from '@aws-sdk/client-securityhub';

import { sameFinding } from '../../domain/finding.ts';
import type { FindingRef } from '../../domain/finding.ts';
import type { CloseResult } from '../../domain/lifecycle-events.ts';
import type { FixedReason } from '../../domain/outcome.ts';
import { closes } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { asking, failure } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { Ledger, Outcome } from '../ledger/ledger.ts';
import { resolveFindings } from './resolve-findings.ts';

export interface CloseDeps {
  readonly ledger: Pick<Ledger, 'markClosing' | 'closeFindings' | 'markClosed' | 'knownFinding'>;
  readonly securityHub: SecurityHub;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Ledger `closing`, Security Hub RESOLVED, ledger `closed`; the evidence is in S3 already. Every step may be
 * repeated. A finding that Security Hub does not know any more is a remark; any other refusal leaves the
 * lifecycle open, for people.
 */
export async function close(
  { ledger, securityHub, clock }: CloseDeps,
  input: CloseInput,
  episode: number,
): Promise<CloseResult> {
  const { workflowId, findings, verification, reason } = input;
  if (!closes(verification.verdict) || verification.evidence === null) {
    const { id, verdict } = verification;
    throw failure(
      'InvalidInput',
      `${workflowId} cannot be closed by ${id}: expected the verdict fixed or gone with evidence, got ${verdict}.`,
    );
  }
  const at = clock.now().toISOString();
  const inLedger = <T>(call: () => Promise<T>) => asking(`the ledger for ${workflowId}`, call);
  await inLedger(() => ledger.markClosing(workflowId, episode));
  const last = await inLedger(() => ledger.closeFindings(workflowId, findings, at));
  const stays = findings.filter((finding) => !last.some((one) => sameFinding(one, finding)));
  const { missing, refusals } = await resolveFindings(securityHub, last, input);
  if (refusals.length > 0) return { status: 'refused', refusals };
  const others = await inLedger(() => Promise.all(stays.map((one) => staysOpen(ledger, one))));
  const gone = missing.map(({ id }) => `Security Hub no longer knows finding ${id}`);
  const remarks = [...gone, ...others];
  await inLedger(() => ledger.markClosed(workflowId, episode, at, outcomeOf(reason, remarks)));
  return { status: 'closed', remarks };
}

/** In the words of the story's last line, which the workflow cannot write any more. */
function outcomeOf(reason: FixedReason, remarks: readonly string[]): Outcome {
  return { destiny: 'Fixed', reason, text: [`Fixed (${reason})`, ...remarks].join('; ') };
}

/** Two problems in one finding: it is resolved with the last of them. */
async function staysOpen(
  ledger: Pick<Ledger, 'knownFinding'>,
  finding: FindingRef,
): Promise<string> {
  const known = await ledger.knownFinding(finding);
  const open = Object.entries(known?.problems ?? {})
    .filter(([, state]) => state === 'open')
    .map(([other]) => other);
  const others = open.length === 0 ? 'its other problem' : open.join(', ');
  return `finding ${finding.id} stays open until ${others} closes`;
}
