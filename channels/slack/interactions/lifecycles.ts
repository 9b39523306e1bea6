import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';

import {
  accept,
  approve,
  assign,
  extend,
  recheck,
  reject,
  revoke,
} from '../../../workflows/messages.ts';
import type { DecideDeps, Heard, Said } from './decide.ts';

/** Sends a person's update through Temporal; a refusal is an answer. */
export function lifecycles(client: Pick<Client, 'workflow'>): DecideDeps['say'] {
  return async (workflowId, said) => {
    try {
      await update(client, workflowId, said);
      return { accepted: true };
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return refusal(error);
      if (error instanceof WorkflowNotFoundError)
        return { accepted: false, type: 'NotAllowedInState', message: 'It is closed by now.' };
      throw error;
    }
  };
}

async function update(
  { workflow }: Pick<Client, 'workflow'>,
  id: string,
  said: Said,
): Promise<void> {
  const handle = workflow.getHandle(id);
  const updateId = said.payload.id;
  if (said.update === 'recheck') {
    await handle.executeUpdate(recheck, { args: [said.payload], updateId });
    return;
  }
  await handle.executeUpdate(DECISIONS[said.update], { args: [said.payload], updateId });
}

const DECISIONS = { approve, reject, accept, extend, revoke, assign };

/** A validator's refusal is the cause of the update's failure. */
function refusal({ cause, message }: WorkflowUpdateFailedError): Heard {
  const type = cause !== undefined && 'type' in cause ? String(cause.type) : 'Refused';
  return { accepted: false, type, message: cause?.message ?? message };
}
