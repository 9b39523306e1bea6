import { WithStartWorkflowOperation } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';

import type { Answer } from '../domain/decision.ts';
import { scopeInWords } from '../domain/scope.ts';
import { SCOPED_SCHEMA } from '../domain/scoped-exception/state.ts';
import type { ScopedDecision } from '../domain/scoped-exception/state.ts';
import * as names from '../workflows/messages.ts';

/** Sends a decision to a scoped exception. One run is open for each scope; a request starts it or joins it. */
export async function sendScopedUpdate(
  workflow: WorkflowClient,
  decision: ScopedDecision,
): Promise<Answer> {
  const { exception: workflowId, id: updateId, scope } = decision;
  const update: { args: [ScopedDecision]; updateId: string } = { args: [decision], updateId };
  const handle = workflow.getHandle(workflowId);
  switch (decision.decision) {
    case 'ask': {
      const startWorkflowOperation = new WithStartWorkflowOperation(names.SCOPED_EXCEPTION, {
        workflowId,
        taskQueue: names.TASK_QUEUES.orchestrator,
        args: [{ schema: SCOPED_SCHEMA, scope }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: `Exception for ${scopeInWords(scope)}`.slice(0, 180),
      });
      const request = { ...update, startWorkflowOperation };
      return await workflow.executeUpdateWithStart(names.askScoped, request);
    }
    case 'confirm':
      return await handle.executeUpdate(names.confirmScoped, update);
    case 'extend':
      return await handle.executeUpdate(names.extendScoped, update);
    case 'revoke':
      return await handle.executeUpdate(names.revokeScoped, update);
  }
}
