/** accept, extend and revoke: a risk is taken until a date, for longer, or no longer. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { type End, endOf } from '../../cli/expiry.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import {
  type DecisionDoor,
  refuseUndecidable,
  type Saying,
  sendDecision,
} from './send-decision.ts';

export interface AcceptRequest extends Saying {
  readonly id: string;
  readonly decision: 'accept' | 'extend';
  readonly end: End;
}

/** Throws CliError `InvalidExpiry` (exit 2) before anything is looked up, or what `sendDecision` throws. */
export async function accept(door: DecisionDoor, request: AcceptRequest): Promise<Reply> {
  const { id, decision, end } = request;
  const written = endOf(end, decision, door.now());
  const row = await findLifecycle(door.ledger, id);
  refuseUndecidable(row, decision);
  const until = asRequested(row, decision, written);
  return await sendDecision(door, row, { said: { decision, until }, saying: request });
}

export async function revoke(
  door: DecisionDoor,
  request: Saying & { readonly id: string },
): Promise<Reply> {
  const row = await findLifecycle(door.ledger, request.id);
  refuseUndecidable(row, 'revoke');
  return await sendDecision(door, row, { said: { decision: 'revoke' }, saying: request });
}

/** The same moment in the first person's spelling: only then it is the same decision. */
function asRequested({ request }: Lifecycle, decision: string, until: string): string {
  const asked = request?.decision === decision ? request.until : null;
  if (asked === null || Date.parse(asked) !== Date.parse(until)) return until;
  return asked;
}
