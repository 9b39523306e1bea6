import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/common';

import { exceptionsChanged } from '../../workflows/messages.ts';
import type { WakeDeps } from './wake.ts';

/** Through the connection of the worker that runs the activity. */
export const tellLifecycle: WakeDeps['tell'] = async (workflowId, hint) => {
  try {
    const { client } = Context.current();
    await client.workflow.getHandle(workflowId).signal(exceptionsChanged, hint);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};
