import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import { until } from './until.ts';

/** Said again as long as a step is running: the webhook may have just begun a look of its own. */
export async function recheck(client: Client, workflowId: string): Promise<void> {
  const command = { id: 'look', actor: 'barbara', why: 'fixed it by hand' };
  const lifecycle = client.workflow.getHandle(workflowId);
  await until(async () => {
    const said = lifecycle.executeUpdate('recheck', { args: [command] });
    return await said.then(
      () => true,
      (error: unknown) => {
        if (isBusy(error)) return false;
        throw error;
      },
    );
  });
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof WorkflowUpdateFailedError &&
    error.cause instanceof ApplicationFailure &&
    error.cause.message.endsWith('step is running.')
  );
}
