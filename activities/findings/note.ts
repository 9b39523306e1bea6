/** The notes on findings in Security Hub. */
import type { Exception } from '../../domain/exception.ts';
import type { Attestation } from '../../domain/lifecycle/state.ts';
import type { Verification } from '../../domain/verdict.ts';
import type { CloseInput } from '../../workflows/activity-types.ts';
import { shortened } from '../shortened.ts';

/** Security Hub's limit on `Note.Text`. */
const LONGEST = 512;

/**
 * The verification's id, the hash of its evidence and its summary, so that the evidence can be checked against the
 * note. Only the summary may be shortened.
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

/** Closeloop did not check the resource: two people attest it, and the source no longer reports it. */
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

/** Two names of this length and a workflow id leave room for a reason. */
const NAME = 80;

function fitted(head: string, text: string, tail: string): string {
  const room = LONGEST - head.length - tail.length - 2;
  return `${head} ${shortened(text, Math.max(room, 1))} ${tail}`.slice(0, LONGEST);
}
