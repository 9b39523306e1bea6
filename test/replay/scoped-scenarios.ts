/** Scenarios of scoped exceptions whose histories are frozen. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { SCOPED_SCHEMA } from '../../domain/scoped-exception/state.ts';
import type { ScopedDecision } from '../../domain/scoped-exception/state.ts';
import * as messages from '../../workflows/messages.ts';
import type { ScopedException } from '../../workflows/scoped-exception.ts';
import { scope, scopedDecision } from '../builders/decision.ts';
import { withWorkers } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';
import type { FakeWorld } from '../workflows/fake-activities.ts';
import { eventually, waitUntilIdle, settledHistory } from './live.ts';

type Exception = WorkflowHandle<typeof ScopedException>;
type Live = (exception: Exception, world: FakeWorld) => Promise<void>;

const DAY = 24 * 3_600_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

/** Drives the exception after a request for 20 days. */
export const SCOPED_SCENARIOS: Readonly<Record<string, Live>> = {
  'wider-asked': async () => {},
  'wider-active': confirmed,
  'wider-active-and-asleep': async (exception, world) => {
    await confirmed(exception, world);
    await extended(exception, world, inDays(200));
  },
  'wider-extended-and-revoked': async (exception, world) => {
    await confirmed(exception, world);
    await extended(exception, world, inDays(25));
    const revoke = said(exception, { id: 's-5', decision: 'revoke', actor: 'cai' });
    await exception.executeUpdate(messages.revokeScoped, { args: [revoke] });
    await exception.result();
  },
};

async function confirmed(exception: Exception, world: FakeWorld): Promise<void> {
  const hash = world.scoped.row?.request?.hash ?? '';
  const confirm = said(exception, { id: 's-2', decision: 'confirm', hash, actor: 'ben' });
  await exception.executeUpdate(messages.confirmScoped, { args: [confirm] });
  await told(world, 1);
  await waitUntilIdle(exception);
}

async function extended(exception: Exception, world: FakeWorld, until: string): Promise<void> {
  const extend = said(exception, { id: 's-3', decision: 'extend', until });
  await exception.executeUpdate(messages.extendScoped, { args: [extend] });
  await eventually(
    () => world.scoped.row?.request?.kind === 'extend',
    () => 'not asked',
  );
  const hash = world.scoped.row?.request?.hash ?? '';
  const confirm = said(exception, { id: 's-4', decision: 'confirm', hash, actor: 'ben' });
  await exception.executeUpdate(messages.confirmScoped, { args: [confirm] });
  await told(world, 2);
  await waitUntilIdle(exception);
}

async function told(world: FakeWorld, times: number): Promise<void> {
  await eventually(
    () => world.scoped.woken.length === times,
    () => 'nobody was told',
  );
}

function said({ workflowId }: Exception, changes: Partial<ScopedDecision>): ScopedDecision {
  return scopedDecision({ exception: workflowId, ...changes });
}

/** As `recordHistory`: its workflow id is its name. */
export async function recordScoped(env: TestWorkflowEnvironment, name: string) {
  const world = fakeWorld();
  return await withWorkers(env, fakeActivities(world), async () => {
    const startWorkflowOperation = new WithStartWorkflowOperation<typeof ScopedException>(
      messages.SCOPED_EXCEPTION,
      {
        workflowId: name,
        taskQueue: messages.TASK_QUEUES.orchestrator,
        args: [{ schema: SCOPED_SCHEMA, scope }],
        workflowIdConflictPolicy: 'USE_EXISTING',
      },
    );
    const exception = env.client.workflow.getHandle<typeof ScopedException>(name);
    const ask = said(exception, { until: inDays(20) });
    await env.client.workflow.executeUpdateWithStart(messages.askScoped, {
      args: [ask],
      updateId: ask.id,
      startWorkflowOperation,
    });
    await eventually(
      () => world.scoped.row?.phase === 'ASKED',
      () => 'not asked',
    );
    await waitUntilIdle(exception);
    await SCOPED_SCENARIOS[name]?.(exception, world);
    const history = await settledHistory(exception);
    await exception.terminate().catch(() => 'closed already');
    return history;
  });
}
