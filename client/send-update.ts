import { WithStartWorkflowOperation } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';

import type { Answer, Decision } from '../domain/decision.ts';
import { SCHEMA } from '../domain/lifecycle/state.ts';
import * as messages from '../workflows/messages.ts';
import type { LifecycleInput } from '../workflows/messages.ts';
import type { LifecycleMessage } from './messages.ts';
import { startOptions } from './start-options.ts';
import type { StartLifecycle } from './start-options.ts';

const { approve, reject, accept, extend, revoke, assign, attest, recheck, cancel } = messages;
const DECISIONS = { approve, reject, accept, extend, revoke, assign, attest };
const COMMANDS = { recheck, cancel };

/** The message's own id is the update's id: sent twice, it is recorded once. */
export async function sendUpdate(
  workflow: WorkflowClient,
  workflowId: string,
  message: LifecycleMessage,
): Promise<Answer> {
  const handle = workflow.getHandle(workflowId);
  const { update, payload } = message;
  const updateId = payload.id;
  if (update === 'undo') return await startUndo(workflow, workflowId, message);
  if (update === 'claimFixed') {
    return await handle.executeUpdate(messages.claimFixed, { args: [payload], updateId });
  }
  if (update === 'recheck' || update === 'cancel') {
    return await handle.executeUpdate(COMMANDS[update], { args: [payload], updateId });
  }
  return await handle.executeUpdate(DECISIONS[update], { args: [payload], updateId });
}

/** Update with start: the open run receives the undo, or a new episode starts with it, in one call. */
async function startUndo(
  workflow: WorkflowClient,
  workflowId: string,
  { payload, problem, reports }: LifecycleMessage & { readonly update: 'undo' },
): Promise<Answer> {
  const [first] = reports;
  if (first === undefined) throw new Error(`The ledger's row of ${workflowId} lists no finding.`);
  const input: LifecycleInput = { schema: SCHEMA, problem, late: reports };
  const startWorkflowOperation = new WithStartWorkflowOperation<StartLifecycle>(
    messages.FINDING_LIFECYCLE,
    {
      ...startOptions(workflowId, problem, first),
      args: [input],
    },
  );
  const args: [Decision] = [payload];
  return await workflow.executeUpdateWithStart(messages.undo, {
    args,
    updateId: payload.id,
    startWorkflowOperation,
  });
}
