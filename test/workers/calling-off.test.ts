/** A real server, a real worker's options, the real remediation: is it told in time? */
import assert from 'node:assert/strict';

import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';

import { remediate } from '../../activities/runtime/remediate.ts';
import { HEARTBEATS } from '../../workers/create.ts';
import { cancel, TASK_QUEUES } from '../../workflows/messages.ts';
import { make, ref } from '../activities/runtime/remediations.ts';
import { openLook } from '../builders/control.ts';
import { problem } from '../builders/problem.ts';
import { bundle, devServer, ON_MAIN_THREAD, report } from '../workflows/environment.ts';
import type { Lifecycle } from '../workflows/environment.ts';
import { fakeActivities, fakeWorld } from '../workflows/fake-activities.ts';

describe('A runtime worker', () => {
  let env: TestWorkflowEnvironment;
  before(async function () {
    this.timeout(120_000);
    env = await devServer();
  });
  after(async () => await env.teardown());

  it('the runtime worker learns that a remediation was cancelled while it still reads the resource', async () => {
    const world = fakeWorld({ settle: [1] });
    const lifecycle = await report(env);
    let told = false;
    const parts = make({
      look: async () => {
        await untilFlushed(lifecycle);
        const command = { id: 'c-1', actor: 'ana', why: 'wrong bucket' };
        await lifecycle.executeUpdate(cancel, { args: [command] });
        // Ends only when the server's answer to a heartbeat came; nothing here beats.
        const { cancelled } = Context.current();
        await cancelled.catch((why: unknown) => (told = String(why).includes('CANCELLED')));
        return openLook;
      },
    });
    const activities = {
      ...fakeActivities(world),
      remediate: (input: Parameters<typeof remediate>[1]) =>
        remediate(parts.deps, { ...input, problem, planHash: ref.hash, severity: 'LOW' }),
    };
    const { nativeConnection: connection } = env;
    const [orchestrator, runtime] = await Promise.all([
      Worker.create({
        connection,
        activities,
        taskQueue: TASK_QUEUES.orchestrator,
        workflowBundle: await bundle(),
        ...ON_MAIN_THREAD,
      }),
      Worker.create({ connection, activities, taskQueue: TASK_QUEUES.runtime, ...HEARTBEATS }),
    ]);
    await orchestrator.runUntil(
      runtime.runUntil(async () => {
        const deadline = Date.now() + 10_000;
        while (world.ledger.row?.phase !== 'HUMAN_REVIEW') {
          assert.ok(Date.now() < deadline, 'nobody told the worker');
          await lifecycle.describe();
        }
        await lifecycle.terminate();
      }),
    );
    assert.equal(told, true);
    assert.match(world.ledger.row?.waitsFor ?? '', /cancelled before the runbook was started/);
    assert.deepEqual([parts.ssm.starts, parts.ledger.calls], [[], []]);
  });
});

/** The server has all beats that came before the look: what arrives from here on is beaten during it. */
async function untilFlushed(lifecycle: Lifecycle): Promise<void> {
  for (;;) {
    const { raw } = await lifecycle.describe();
    const [details] = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads ?? [];
    const said = Buffer.from(details?.data ?? []).toString();
    if (said !== '' && said !== '"allowed"' && said !== '"account entered"') return;
  }
}
