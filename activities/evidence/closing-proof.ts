/** Whether the closer's own table has what has to stand there for a finding's status. Pure. */
import type { KnownFinding, Lifecycle } from '../ledger/ledger.ts';
import type { Signatures } from './signatures.ts';

/** What is known of one finding of a lifecycle. */
export interface ClosedFinding {
  readonly id: string;
  /** Null where the ledger does not know it. */
  readonly known: Pick<KnownFinding, 'problems'> | null;
}

/**
 * What is wrong with the closer's proofs, one sentence each: something else stands in the place of one, or one is missing
 * of a finding that this lifecycle alone closed. It is written before Security Hub gets the status. `closing` is the last
 * line of the story, which names the findings that stay open for another problem.
 */
export function proofFaults(
  { workflowId, phase, destiny }: Pick<Lifecycle, 'workflowId' | 'phase' | 'destiny'>,
  { forged, unproven }: Pick<Signatures, 'forged' | 'unproven'>,
  { findings, closing }: { readonly findings: readonly ClosedFinding[]; readonly closing: string },
): readonly string[] {
  const closed = phase === 'CLOSED' && destiny === 'Fixed';
  const needs = ({ id, known }: ClosedFinding) =>
    known !== null &&
    Object.keys(known.problems).join() === workflowId &&
    known.problems[workflowId] === 'closed' &&
    !closing.includes(`finding ${id} stays open`);
  const missing = closed ? findings.filter(needs).map(({ id }) => id) : [];
  return [
    ...forged.map(
      (id) => `what stands in the place of the proof of ${id}, closeloop-closer did not sign`,
    ),
    ...missing
      .filter((id) => unproven.includes(id))
      .map((id) => `closeloop-closer closed ${id}, and its proof is missing`),
  ];
}
