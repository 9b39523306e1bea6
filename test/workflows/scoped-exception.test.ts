/** Scoped exceptions on the time-skipping server: requested, confirmed, extended, ended. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { WithStartWorkflowOperation } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { SCOPED_SCHEMA } from '../../domain/scoped-exception/state.ts';
import type { ScopedDecision } from '../../domain/scoped-exception/state.ts';
import * as messages from '../../workflows/messages.ts';
import type { ScopedException } from '../../workflows/scoped-exception.ts';
import { scope, scopedDecision } from '../builders/decision.ts';
import { actions, events } from './actions.ts';
import { report, timeSkipping, withWorkers } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await stop(env);
});

async function inDays(days: number): Promise<string> {
  return new Date((await env.currentTimeMs()) + days * 24 * 3_600_000).toISOString();
}

/** As the console does it. */
async function ask(exception: string, changes: Partial<ScopedDecision>) {
  const decision = scopedDecision({ exception, id: randomUUID(), ...changes });
  const startWorkflowOperation = new WithStartWorkflowOperation<typeof ScopedException>(
    messages.SCOPED_EXCEPTION,
    {
      workflowId: exception,
      taskQueue: messages.TASK_QUEUES.orchestrator,
      args: [{ schema: SCOPED_SCHEMA, scope }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    },
  );
  return await env.client.workflow.executeUpdateWithStart(messages.askScoped, {
    args: [decision],
    updateId: decision.id,
    startWorkflowOperation,
  });
}

function handle(exception: string) {
  return env.client.workflow.getHandle<typeof ScopedException>(exception);
}

function said(exception: string, changes: Partial<ScopedDecision>) {
  return scopedDecision({ exception, id: randomUUID(), ...changes });
}

const hint = (id: string) => ({ id, exception: 'exception:1', because: 'it changed' });

async function activeFor(days: number, world = fakeWorld()) {
  const exception = `exception:${randomUUID().slice(0, 8)}`;
  const until = await inDays(days);
  await ask(exception, { until });
  await env.sleep('1 minute');
  const confirm = { decision: 'confirm', actor: 'ben', hash: `hash of ${until}` } as const;
  await handle(exception).executeUpdate(messages.confirmScoped, {
    args: [said(exception, confirm)],
  });
  await env.sleep('1 minute');
  assert.equal(world.scoped.row?.phase, 'ACTIVE');
  return { exception, until };
}

it('a scoped exception is requested, confirmed, extended by two people, gives two heads-ups and ends', async function () {
  this.timeout(120_000);
  const world = fakeWorld();
  await withWorkers(env, fakeActivities(world), async () => {
    const { exception } = await activeFor(100, world);
    const again = ask(exception, { until: await inDays(10) });
    await assert.rejects(again, (error: Error) => /It exists/.test(String(error.cause)));
    await env.sleep('50 days');
    const until = await inDays(200);
    const longer = said(exception, { decision: 'extend', until, actor: 'ben' });
    await handle(exception).executeUpdate(messages.extendScoped, { args: [longer] });
    await env.sleep('1 minute');
    const confirm = { decision: 'confirm', hash: `hash of ${until}` } as const;
    const own = handle(exception).executeUpdate(messages.confirmScoped, {
      args: [said(exception, { ...confirm, actor: 'ben' })],
    });
    await assert.rejects(own, (error: Error) => /another security lead/.test(String(error.cause)));
    await handle(exception).executeUpdate(messages.confirmScoped, {
      args: [said(exception, { ...confirm, actor: 'cai' })],
    });
    assert.deepEqual(await handle(exception).result(), { how: 'expired' });

    const kinds = world.scoped.entries.map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'expiring').length, 2);
    assert.equal(world.scoped.woken.length, 2);
    assert.equal(world.scoped.row?.phase, 'ENDED');
  });
});

it('an unconfirmed or refused request ends without notifying lifecycles', async () => {
  const world = fakeWorld();
  await withWorkers(env, fakeActivities(world), async () => {
    const silent = `exception:${randomUUID().slice(0, 8)}`;
    await ask(silent, { until: await inDays(20) });
    assert.deepEqual(await handle(silent).result(), { how: 'declined' });
    world.trusts = false;
    const refused = `exception:${randomUUID().slice(0, 8)}`;
    await ask(refused, { until: await inDays(20) });
    assert.deepEqual(await handle(refused).result(), { how: 'declined' });
    assert.deepEqual(world.scoped.woken, []);
  });
});

it('a scoped exception in force has few events, and its revocation notifies lifecycles', async () => {
  const world = fakeWorld();
  await withWorkers(env, fakeActivities(world), async () => {
    const { exception } = await activeFor(300, world);
    await env.sleep('200 days');
    const asleep = await handle(exception).fetchHistory();
    assert.ok(events(asleep) <= 20, `${events(asleep)} events`);
    assert.ok(actions(asleep) <= 3, `${actions(asleep)} actions`);
    const revoke = said(exception, { decision: 'revoke', actor: 'ana', why: 'over' });
    await handle(exception).executeUpdate(messages.revokeScoped, { args: [revoke] });
    assert.deepEqual(await handle(exception).result(), { how: 'revoked' });
    assert.match(world.scoped.woken.at(-1) ?? '', /revoked by ana/);
  });
});

it('a notified finding in human review is covered, and reopens when the exception is over', async () => {
  const world = fakeWorld({ route: { to: 'people', because: 'manual' } });
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('1 hour');
    const now = await env.currentTimeMs();
    const who = { by: 'ana', confirmedBy: 'ben', why: 'a static site' };
    world.cover = { id: 'exception:1', ...who, since: now, until: now + 60 * 86_400_000 };
    await lifecycle.signal(messages.exceptionsChanged, hint('h-1'));
    await env.sleep('1 minute');
    assert.deepEqual([world.ledger.row?.phase, world.hub], ['ACCEPTED', ['SUPPRESSED']]);
    assert.equal(world.ledger.row?.exception?.scope, 'exception:1');

    world.cover = null;
    await lifecycle.signal(messages.exceptionsChanged, hint('h-2'));
    await env.sleep('1 minute');
    assert.deepEqual([world.ledger.row?.phase, world.hub.at(-1)], ['HUMAN_REVIEW', 'NEW']);
    await lifecycle.terminate();
  });
});
