import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';

import { temporalMessages, type Said } from '../../console/connect/messages.ts';
import { type Decided, DECISIONS } from '../../domain/decision.ts';
import { devServer } from '../workflows/environment.ts';
import { PLAN } from './rows.ts';
import { finish, TinyLifecycle } from './tiny-lifecycle.ts';

const QUEUE = 'console-test';
const IDLE = 'nobody-polls';

describe('messages to a running lifecycle', function () {
  this.timeout(120_000);
  let env: TestWorkflowEnvironment;
  let worker: Worker;
  let running: Promise<void>;

  before(async () => {
    env = await devServer();
    const workflowsPath = fileURLToPath(new URL('tiny-lifecycle.ts', import.meta.url));
    const connection = env.nativeConnection;
    worker = await Worker.create({ connection, taskQueue: QUEUE, workflowsPath });
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

  it('are answered, each by its own name and payload', async () => {
    const { workflowId } = await begin();
    const messages = temporalMessages(env);

    const heard = [];
    for (const said of everything()) heard.push(await messages.say(workflowId, said));

    assert.deepEqual(
      heard.map((one) => (one.status === 'accepted' ? one.answer.text : one)),
      [...DECISIONS.filter((kind) => kind !== 'undo'), 'recheck', 'cancel', 'PR 7'],
    );
  });

  it('are recorded under the decision id, so that a repetition is one update', async () => {
    const { workflowId } = await begin();
    const messages = temporalMessages(env);
    const said: Said = { update: 'approve', payload: decision('approve', PLAN) };

    await messages.say(workflowId, said);
    await messages.say(workflowId, said);

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

  it('about another plan come back as a refusal with its type', async () => {
    const { workflowId } = await begin();
    const payload = decision('approve', 'f'.repeat(64));

    const heard = await temporalMessages(env).say(workflowId, { update: 'approve', payload });

    assert.deepEqual(heard, {
      status: 'refused',
      type: 'StalePlan',
      message: `The plan is now ${PLAN}`,
    });
  });

  it('to what has closed or never was come back as not running', async () => {
    const handle = await begin();
    await handle.signal(finish);
    await handle.result();
    const said: Said = { update: 'recheck', payload: command() };
    const messages = temporalMessages(env);

    assert.deepEqual(await messages.say(handle.workflowId, said), { status: 'not-running' });
    assert.deepEqual(await messages.say('never-was', said), { status: 'not-running' });
  });

  it('that no worker takes come back as unanswered', async () => {
    const { workflowId } = await begin(IDLE);
    const said: Said = { update: 'recheck', payload: command() };

    const heard = await temporalMessages(env, 2).say(workflowId, said);

    assert.deepEqual(heard, { status: 'unanswered', seconds: 2 });
  });
});

function everything(): readonly Said[] {
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
