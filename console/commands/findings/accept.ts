/** accept and extend: a risk is taken until a date, or for longer. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { type End, resolveEnd } from '../../cli/expiry.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { DecisionDeps } from '../prove-and-send.ts';
import { type Author, refuseDisallowed, sendDecision } from './send-decision.ts';

export interface AcceptRequest extends Author {
  readonly id: string;
  readonly decision: 'accept' | 'extend';
  readonly end: End;
}

/** Throws CliError `InvalidExpiry` (exit 2) before anything is looked up, or what `sendDecision` throws. */
export async function accept(deps: DecisionDeps, request: AcceptRequest): Promise<Reply> {
  const { id, decision, end } = request;
  const written = resolveEnd(end, decision, deps.now());
  const row = await findLifecycle(deps.ledger, id);
  await refuseDisallowed(deps, row, decision);
  const until = asFirstPersonWrote(row, decision, written);
  return await sendDecision(deps, row, { choice: { decision, until }, author: request });
}

/** The same moment in the first person's spelling: a decision is confirmed only in exactly its words. */
function asFirstPersonWrote({ request }: Lifecycle, decision: string, until: string): string {
  const first = request?.decision === decision ? request.until : null;
  return first !== null && Date.parse(first) === Date.parse(until) ? first : until;
}
