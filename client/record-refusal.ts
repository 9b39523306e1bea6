import type { Refusals, Refused } from '../activities/ledger/lifecycle/refusals.ts';
import type { RefusedMessage } from './messages.ts';

export interface RefusalLog {
  readonly refusals: Pick<Refusals, 'recordRefusal'>;
  readonly now: () => Date | number;
}

/** A refused update leaves nothing in the workflow's history: the decision channel that sent it records the refusal. */
export async function recordRefusal(
  { refusals, now }: RefusalLog,
  workflowId: string,
  { id, actor, door, decision }: Pick<Refused, 'id' | 'actor' | 'door' | 'decision'>,
  { type, message }: Omit<RefusedMessage, 'status'>,
): Promise<void> {
  const at = new Date(now()).toISOString();
  await refusals.recordRefusal(workflowId, { id, at, actor, door, decision, type, message });
}
