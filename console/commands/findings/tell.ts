/** recheck, cancel, and claim-fixed where a control verifies: no proof needed, they write nothing and close nothing. */
import { randomUUID } from 'node:crypto';

import type { LifecycleMessage } from '../../../client/messages.ts';
import type { Answer } from '../../../domain/decision.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle, shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { type Door, say } from '../send-message.ts';

export interface TellRequest {
  readonly id: string;
  readonly actor: string;
  readonly why: string | undefined;
}

/** Asks for a look at the resource now. */
export async function recheck(door: Door, request: TellRequest): Promise<Reply> {
  return await tell(door, request, 'recheck', () => 'The resource is read now.');
}

/** No further automatic write in this episode, unless somebody approves one. Looking and closing go on. */
export async function cancel(door: Door, request: TellRequest): Promise<Reply> {
  return await tell(door, request, 'cancel', cancelled);
}

const THEN = 'fixed closes it, otherwise people decide';

/** What follows depends on the step in which it was said. */
function cancelled({ phase }: Answer): string {
  switch (phase) {
    case 'HUMAN_REVIEW':
      return 'No automatic step follows: people decide.';
    case 'TRIAGE':
      return `Nothing will be written. Triage ends with its look at the resource: ${THEN}.`;
    case 'REMEDIATE':
      return `No further change follows. The present one is called off if it has not begun; if it runs, it is not interrupted. Then the resource is read: ${THEN}.`;
    case 'VERIFY':
      return `No further change follows. The resource is read now: ${THEN}.`;
    default:
      return 'No further change follows unless somebody approves one.';
  }
}

export async function tell(
  door: Door,
  request: TellRequest & { readonly evidence?: string },
  update: 'recheck' | 'claimFixed' | 'cancel',
  done: (answer: Answer) => string,
): Promise<Reply> {
  const row = await findLifecycle(door.ledger, request.id);
  const command = {
    id: randomUUID(),
    actor: request.actor,
    why: request.why ?? 'no reason given',
  };
  const said: LifecycleMessage =
    update === 'claimFixed'
      ? { update, payload: { ...command, evidence: request.evidence ?? '' } }
      : { update, payload: command };
  const answer = await say(door, row, said);
  const { workflowId } = row;
  const show = commandLine('findings', 'show', shortId(workflowId));
  return {
    json: { ...answer, workflowId, actor: request.actor, id: command.id },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, `${done(answer)} (${workflowId})`, page),
      `Follow it: ${show}`,
    ],
  };
}
