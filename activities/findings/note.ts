import type { CloseInput } from '../../workflows/activity-types.ts';

/** Security Hub's limit on `Note.Text`. */
const LONGEST = 512;

/**
 * What stands in Security Hub for ever: our verification's id, the hash of its evidence and what it saw. CloudTrail
 * keeps it out of our reach, so the evidence can be checked against it. The summary alone may be shortened.
 */
export function noteOf({ verification, reason, workflowId }: CloseInput): string {
  const { id, verdict, summary, evidence, at } = verification;
  const proof = `Closeloop verification ${id} at ${at}: ${verdict} (${reason}).`;
  const hash = `Evidence SHA-256 ${evidence?.sha256 ?? 'none'}. ${workflowId}`;
  const room = LONGEST - proof.length - hash.length - 2;
  return `${proof} ${shortened(summary, room)} ${hash}`.slice(0, LONGEST);
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(room - 1, 0))}…`;
}
