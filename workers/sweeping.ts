import { getClient } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';

import type { ReviveDeps } from '../activities/sweep/revive.ts';
import { reporting } from '../starter/lifecycles.ts';

/** The sweep's ways to lifecycles: the worker's own connection, which an activity gets with its context. */
export const sweeping: Pick<ReviveDeps, 'isRunning' | 'report'> = {
  isRunning: async (workflowId) => {
    try {
      const { status } = await getClient().workflow.getHandle(workflowId).describe();
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  },
  report: async (workflowId, problem, observation) => {
    await reporting(getClient())(workflowId, problem, observation);
  },
};
