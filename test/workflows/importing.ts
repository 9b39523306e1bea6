import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { SCHEMA } from '../../domain/lifecycle/state.ts';
import type { FindingLifecycle } from '../../workflows/finding-lifecycle.ts';
import { FINDING_LIFECYCLE, imported, TASK_QUEUES } from '../../workflows/messages.ts';
import type { Imported } from '../../workflows/messages.ts';
import { importedAcceptance } from '../builders/decision.ts';
import { observation } from '../builders/finding.ts';
import { problem } from '../builders/problem.ts';
import type { Lifecycle } from './environment.ts';

/** As the console does it: for 60 days, unless `until` says otherwise. */
export async function importFinding(
  env: TestWorkflowEnvironment,
  workflowId: string,
): Promise<Lifecycle> {
  const until = new Date((await env.currentTimeMs()) + 60 * 86_400_000).toISOString();
  const acceptance = { ...importedAcceptance(), finding: workflowId, until };
  const signalArgs: [Imported] = [{ observation: observation(), acceptance }];
  await env.client.workflow.signalWithStart<typeof FindingLifecycle, [Imported]>(
    FINDING_LIFECYCLE,
    {
      workflowId,
      taskQueue: TASK_QUEUES.orchestrator,
      args: [{ schema: SCHEMA, problem }],
      signal: imported,
      signalArgs,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    },
  );
  return env.client.workflow.getHandle<typeof FindingLifecycle>(workflowId);
}
