import type {
  Client,
  ScheduleOptions,
  ScheduleOptionsStartWorkflowAction,
} from '@temporalio/client';
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import type { Workflow } from '@temporalio/common';

import { SWEEP, SWEEP_SCHEDULE, TASK_QUEUES } from '../workflows/messages.ts';

/** How often the sweep looks for what is due. A sweep that finds nothing costs two actions. */
const EVERY = '1 hour';

/**
 * Creates the sweep's Schedule, or updates it to this release. One that people paused stays paused.
 * https://docs.temporal.io/develop/typescript/schedules
 */
export async function ensureSweepSchedule({
  schedule,
}: Pick<Client, 'schedule'>): Promise<'created' | 'updated'> {
  try {
    await schedule.create({ scheduleId: SWEEP_SCHEDULE, ...DEFINITION });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  await schedule
    .getHandle(SWEEP_SCHEDULE)
    .update(({ state }) => ({ ...DEFINITION, state: { paused: state.paused } }));
  return 'updated';
}

/** True when the Schedule exists. Throws when the server cannot be reached. */
export async function hasSweepSchedule({ schedule }: Pick<Client, 'schedule'>): Promise<boolean> {
  try {
    await schedule.getHandle(SWEEP_SCHEDULE).describe();
    return true;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}

const DEFINITION: Omit<
  ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>>,
  'scheduleId'
> = {
  spec: { intervals: [{ every: EVERY }], jitter: '5 minutes' },
  action: {
    type: 'startWorkflow',
    workflowType: SWEEP,
    workflowId: SWEEP_SCHEDULE,
    taskQueue: TASK_QUEUES.orchestrator,
    args: [],
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
};
