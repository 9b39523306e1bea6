/** Sweeps whose histories are frozen, because a deployment may find one running. */
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { CloserActivities, SweepActivities } from '../../workflows/activity-types.ts';
import { SWEEP, TASK_QUEUES } from '../../workflows/messages.ts';
import type { Sweep } from '../../workflows/sweep.ts';
import { withWorkers } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';

type Due = Awaited<ReturnType<SweepActivities['dueForSweep']>>;

export const SWEEP_SCENARIOS: Readonly<Record<string, Due>> = {
  'sweep-of-nothing': { closed: [], silent: [], untold: [] },
  'sweep-of-each-kind': {
    closed: ['closed-1', 'closed-2', 'closed-broken'],
    silent: ['silent-1'],
    untold: ['untold-1'],
  },
};

/** As `recordHistory`: its workflow id is its name. */
export async function recordSweep(env: TestWorkflowEnvironment, name: string, due: Due) {
  const sweeping: SweepActivities & Pick<CloserActivities, 'lookAgain'> = {
    dueForSweep: async () => due,
    async lookAgain(workflowId) {
      if (workflowId === 'closed-broken') throw ApplicationFailure.nonRetryable('AccessDenied');
      return 'fixed';
    },
    revive: async () => 'revived',
    tellAgain: async () => 'told',
  };
  return await withWorkers(env, { ...fakeActivities(fakeWorld()), ...sweeping }, async () => {
    const taskQueue = TASK_QUEUES.orchestrator;
    const options = { workflowId: name, taskQueue, args: [] } as const;
    const handle = await env.client.workflow.start<typeof Sweep>(SWEEP, options);
    await handle.result();
    return await handle.fetchHistory();
  });
}
