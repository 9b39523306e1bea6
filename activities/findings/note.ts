/** What stands in Security Hub for ever; CloudTrail keeps it out of our reach. */
import type { Exception } from '../../domain/exception.ts';
import type { Attestation } from '../../domain/lifecycle/state.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { shortened } from '../shortened.ts';

/** Security Hub's limit on `Note.Text`. */
const LONGEST = 512;

/**
 * Our verification's id, the hash of its evidence and what it saw: the evidence can be checked against it. The
 * summary alone may be shortened.
 */
export function noteOf({
  verification,
  reason,
  workflowId,
  attestation,
}: Pick<CloseInput, 'verification' | 'reason' | 'workflowId' | 'attestation'>): string {
  if (attestation !== undefined) return attestedNote(attestation, verification, workflowId);
  const { id, verdict, summary, evidence, at } = verification;
  const proof = `Closeloop verification ${id} at ${at}: ${verdict} (${reason}).`;
  const hash = `Evidence SHA-256 ${evidence?.sha256 ?? 'none'}. ${workflowId}`;
  return fitted(proof, summary, hash);
}

/** Their word and the source's: no look of ours. */
function attestedNote(
  { by, confirmedBy, evidence }: Attestation,
  { id, evidence: kept, summary }: Verification,
  workflowId: string,
): string {
  const people = `${shortened(by, NAME)}, confirmed by ${shortened(confirmedBy, NAME)}`;
  const head = `Closeloop: attested by ${people}; ${summary}, ${id}:`;
  return fitted(head, evidence, `Evidence SHA-256 ${kept?.sha256 ?? 'none'}. ${workflowId}`);
}

/** Who accepted it, who confirmed, until when and why. */
export function exceptionNote(
  { by, confirmedBy, why, until }: Pick<Exception, 'by' | 'confirmedBy' | 'why' | 'until'>,
  workflowId: string,
): string {
  const second = confirmedBy === null ? '' : `, confirmed by ${shortened(confirmedBy, NAME)}`;
  const end = new Date(until).toISOString();
  const accepted = `Closeloop: accepted by ${shortened(by, NAME)}${second} until ${end}:`;
  return fitted(accepted, why, workflowId);
}

/** Why it is open again. */
export function reopenNote(reason: string, workflowId: string): string {
  return fitted('Closeloop: open again:', reason, workflowId);
}

/** Names as long as a door's; two of them and a workflow id leave room for a reason. */
const NAME = 80;

function fitted(head: string, text: string, tail: string): string {
  const room = LONGEST - head.length - tail.length - 2;
  return `${head} ${shortened(text, Math.max(room, 1))} ${tail}`.slice(0, LONGEST);
}
