/** claim-fixed: where a control verifies, the resource is read; where none does, it is a decision of two people. */
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { refuseUndecidable, sendDecision } from './send-decision.ts';
import type { DecisionDoor } from './send-decision.ts';
import { tell } from './tell.ts';
import type { TellRequest } from './tell.ts';

export interface ClaimRequest extends TellRequest {
  /** What was done, in words or as a link. */
  readonly evidence: string;
  readonly as?: string | undefined;
}

/** A person's word that it is fixed. Throws what `sendDecision` throws. */
export async function claimFixed(door: DecisionDoor, request: ClaimRequest): Promise<Reply> {
  const row = await findLifecycle(door.ledger, request.id);
  if (row.problem.control !== null)
    return await tell(door, request, 'claimFixed', () => {
      return 'Noted. The resource is read now; what it shows decides.';
    });
  refuseUndecidable(row, 'attest');
  const { actor, evidence, why, as } = request;
  const saying = {
    actor,
    as,
    why: why === undefined ? evidence : `${evidence}; ${why}`,
    wait: true,
  };
  return await sendDecision(door, row, { said: { decision: 'attest' }, saying });
}
