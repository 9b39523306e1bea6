import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';

import { withDeadline } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import type { LifecycleMessage } from '../../client/messages.ts';
import { type Decided, DECISIONS } from '../../domain/decision.ts';
import { PLAN } from '../console/rows.ts';
import { devServer } from '../workflows/environment.ts';
import { tinyBundle } from './tiny-bundle.ts';
import { finish, TinyLifecycle } from './tiny-lifecycle.ts';

const QUEUE = 'console-test';
const IDLE = 'nobody-polls';

describe('the lifecycle client', function () {
  this.timeout(120_000);
  let env: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  before(async () => {
    env = await devServer();
    const workflowBundle = await tinyBundle();
    const connection = env.nativeConnection;
    worker = await Worker.create({ connection, taskQueue: QUEUE, workflowBundle });
    running = worker.run();
  });

  after(async () => {
    worker.shutdown();
    await running;
    await env.teardown();
  });

  const begin = async (taskQueue = QUEUE) =>
    await env.client.workflow.start(TinyLifecycle, {
      workflowId: randomUUID(),
      taskQueue,
      args: [PLAN],
    });

  it('the lifecycle client sends each message by its own name and payload', async () => {
    const { workflowId } = await begin();
    const client = lifecycleClient(withDeadline(env, 20));

    const heard = [];
    for (const said of everything()) heard.push(await client.send(workflowId, said));

    assert.deepEqual(
      heard.map((one) => (one.status === 'accepted' ? one.answer.text : one)),
      [...DECISIONS.filter((kind) => kind !== 'undo'), 'recheck', 'cancel', 'PR 7'],
    );
  });

  it('the lifecycle client sends a decision twice as one update, under the id of the decision', async () => {
    const { workflowId } = await begin();
    const client = lifecycleClient(withDeadline(env, 20));
    const said: LifecycleMessage = { update: 'approve', payload: decision('approve', PLAN) };

    await client.send(workflowId, said);
    await client.send(workflowId, said);

    const { events } = await env.client.workflow.getHandle(workflowId).fetchHistory();
    const accepted = (events ?? []).filter(
      (event) => event.workflowExecutionUpdateAcceptedEventAttributes,
    );
    assert.equal(accepted.length, 1);
    const [update] = accepted;
    assert.equal(
      update?.workflowExecutionUpdateAcceptedEventAttributes?.protocolInstanceId,
      said.payload.id,
    );
  });

  it('the lifecycle client answers a refusal with its type when the plan is another one', async () => {
    const { workflowId } = await begin();
    const payload = decision('approve', 'f'.repeat(64));

    const heard = await lifecycleClient(withDeadline(env, 20)).send(workflowId, {
      update: 'approve',
      payload,
    });

    assert.deepEqual(heard, {
      status: 'refused',
      type: 'StalePlan',
      message: `The plan is now ${PLAN}`,
    });
  });

  it('the lifecycle client answers not-running for a workflow that has closed or never existed', async () => {
    const handle = await begin();
    await handle.signal(finish);
    await handle.result();
    const said: LifecycleMessage = { update: 'recheck', payload: command() };
    const client = lifecycleClient(withDeadline(env, 20));

    assert.deepEqual(await client.send(handle.workflowId, said), { status: 'not-running' });
    assert.deepEqual(await client.send('never-was', said), { status: 'not-running' });
  });

  it('the lifecycle client answers unanswered when no worker takes the message before the deadline', async () => {
    const { workflowId } = await begin(IDLE);
    const said: LifecycleMessage = { update: 'recheck', payload: command() };

    const heard = await lifecycleClient(withDeadline(env, 2)).send(workflowId, said);

    assert.deepEqual(heard, { status: 'unanswered' });
  });
});

function everything(): readonly LifecycleMessage[] {
  return [
    ...DECISIONS.filter((update) => update !== 'undo').map((update) => ({
      update,
      payload: decision(update, PLAN),
    })),
    { update: 'recheck', payload: command() },
    { update: 'cancel', payload: command() },
    { update: 'claimFixed', payload: { ...command(), evidence: 'PR 7' } },
  ];
}

function command() {
  return { id: randomUUID(), actor: 'dana', why: 'why' };
}

function decision(decided: Decided, planHash: string) {
  const seen = { finding: 'f', episode: 1, severity: 'HIGH', until: null, team: null } as const;
  return { ...command(), ...seen, decision: decided, planHash, door: 'cli', proof: null } as const;
}
