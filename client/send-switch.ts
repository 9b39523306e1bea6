import { isGrpcDeadlineError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';

import type { SwitchDecision, SwitchResult } from '../domain/kill-switch.ts';
import * as names from '../workflows/messages.ts';

/** Carried by a workflow of its own, so that it arrives also when the workers come back later. Throws what the client throws. */
export async function sendSwitch(
  workflow: WorkflowClient,
  decision: SwitchDecision,
  wait: boolean,
): Promise<SwitchResult | null> {
  const { id, decision: what, actor } = decision;
  const args: [SwitchDecision] = [decision];
  const handle = await workflow.start<(decision: SwitchDecision) => Promise<SwitchResult>>(
    names.KILL_SWITCH,
    {
      workflowId: `kill-switch:${id}`,
      taskQueue: names.TASK_QUEUES.orchestrator,
      args,
      staticSummary: `Kill switch: ${what} by ${actor}`.slice(0, 180),
    },
  );
  return wait ? await answerOf(async () => await handle.result()) : null;
}

/** Null where no worker answered in time. */
async function answerOf(result: () => Promise<SwitchResult>): Promise<SwitchResult | null> {
  try {
    return await result();
  } catch (error) {
    if (isGrpcDeadlineError(error)) return null;
    throw error;
  }
}
