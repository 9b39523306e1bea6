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

import {
  AUDIT,
  AUDIT_SCHEDULE,
  SWEEP,
  SWEEP_SCHEDULE,
  TASK_QUEUES,
} from '../workflows/messages.ts';

type Definition = Omit<ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>>, 'scheduleId'>;

/**
 * Of each Schedule by its id. A sweep that finds nothing costs two actions. An audit asks Security Hub about every
 * closed finding: docs/decisions/closed-without-proof.md says why four times a day.
 */
const SCHEDULES: Readonly<Record<string, Definition>> = {
  [SWEEP_SCHEDULE]: definition(SWEEP, SWEEP_SCHEDULE, TASK_QUEUES.orchestrator, '1 hour'),
  [AUDIT_SCHEDULE]: definition(AUDIT, AUDIT_SCHEDULE, TASK_QUEUES.audit, '6 hours'),
};

/** The ids of all Schedules that Closeloop needs. */
export const SCHEDULE_IDS: readonly string[] = Object.keys(SCHEDULES);

/**
 * Creates a Schedule, or updates it to this release. One that people paused stays paused.
 * https://docs.temporal.io/develop/typescript/schedules
 */
export async function ensureSchedule(
  { schedule }: Pick<Client, 'schedule'>,
  scheduleId: string,
): Promise<'created' | 'updated'> {
  const wanted = SCHEDULES[scheduleId];
  if (wanted === undefined) throw new Error(`Closeloop has no Schedule ${scheduleId}.`);
  try {
    await schedule.create({ scheduleId, ...wanted });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  await schedule
    .getHandle(scheduleId)
    .update(({ state }) => ({ ...wanted, state: { paused: state.paused } }));
  return 'updated';
}

/** True when the Schedule exists. Throws when the server cannot be reached. */
export async function hasSchedule(
  { schedule }: Pick<Client, 'schedule'>,
  scheduleId: string,
): Promise<boolean> {
  try {
    await schedule.getHandle(scheduleId).describe();
    return true;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false;
    throw error;
  }
}

function definition(
  workflowType: string,
  workflowId: string,
  taskQueue: string,
  every: '1 hour' | '6 hours',
): Definition {
  return {
    spec: { intervals: [{ every }], jitter: '5 minutes' },
    action: { type: 'startWorkflow', workflowType, workflowId, taskQueue, args: [] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
  };
}
