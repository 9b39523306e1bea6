import assert from 'node:assert/strict';

import type { Client } from '@temporalio/client';

import { seen } from './until.ts';

/** Triggers a Schedule as it triggers itself, and answers the result of the workflow that it started. */
export async function runSchedule(client: Client, scheduleId: string): Promise<unknown> {
  const schedule = client.schedule.getHandle(scheduleId);
  const before = (await schedule.describe()).info.numActionsTaken;
  await schedule.trigger();
  const { action } = await seen(async () => {
    const { info } = await schedule.describe();
    return info.numActionsTaken > before ? info.recentActions.at(-1) : undefined;
  });
  assert.equal(action.type, 'startWorkflow');
  return await client.workflow.getHandle(action.workflow.workflowId).result();
}
