import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';

/** Signals the open run of a workflow; false when none is open, which is an expected answer. */
export async function signalOpen<Payload>(
  workflow: WorkflowClient,
  workflowId: string,
  signal: SignalDefinition<[Payload]>,
  payload: Payload,
): Promise<boolean> {
  return await unlessNotFound(async () => {
    await workflow.getHandle(workflowId).signal(signal, payload);
    return true;
  });
}

/** True while a run of the workflow is open. */
export async function isRunning(workflow: WorkflowClient, workflowId: string): Promise<boolean> {
  return await unlessNotFound(async () => {
    const { status } = await workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  });
}

async function unlessNotFound(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
