/** recheck, claim-fixed and cancel: they need no proof, because they write nothing and close nothing. */
import { randomUUID } from 'node:crypto';

import { commandLine } from '../command-line.ts';
import { findLifecycle, shortId } from '../find-lifecycle.ts';
import type { Said } from '../messages.ts';
import type { Reply } from '../reply.ts';
import { type Door, say } from './say.ts';

export interface TellRequest {
  readonly id: string;
  readonly actor: string;
  readonly why: string | undefined;
}

/** Asks for a look at the resource now. */
export async function recheck(door: Door, request: TellRequest): Promise<Reply> {
  return await tell(door, request, 'recheck', 'The resource is read now.');
}

/** A person's word that it is fixed; our own look decides. */
export async function claimFixed(
  door: Door,
  request: TellRequest & { readonly evidence: string },
): Promise<Reply> {
  const done = 'Noted. The resource is read now; what it shows decides.';
  return await tell(door, request, 'claimFixed', done);
}

/** No further automatic step: back to people. */
export async function cancel(door: Door, request: TellRequest): Promise<Reply> {
  return await tell(door, request, 'cancel', 'No automatic step follows; it is with people.');
}

async function tell(
  door: Door,
  request: TellRequest & { readonly evidence?: string },
  update: 'recheck' | 'claimFixed' | 'cancel',
  done: string,
): Promise<Reply> {
  const row = await findLifecycle(door.ledger, request.id);
  const command = {
    id: randomUUID(),
    actor: request.actor,
    why: request.why ?? 'no reason given',
  };
  const said: Said =
    update === 'claimFixed'
      ? { update, payload: { ...command, evidence: request.evidence ?? '' } }
      : { update, payload: command };
  const answer = await say(door, row, said);
  const { workflowId } = row;
  const show = commandLine('findings', 'show', shortId(workflowId));
  return {
    json: { ...answer, workflowId, actor: request.actor, id: command.id },
    text: ({ style }) => `${style.green('✓')} ${done} (${workflowId})\nFollow it: ${show}`,
  };
}
