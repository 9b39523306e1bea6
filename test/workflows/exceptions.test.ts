/**
 * A year of an exception with skipped time: heads-ups, extension, expiry. With daily reports: test/world/year.long.ts.
 * At the end the imports of SUPPRESSED findings: each becomes an exception with an end, or goes to human review.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { Decision } from '../../domain/decision.ts';
import { accept, extend, recheck, revoke } from '../../workflows/messages.ts';
import { observation } from '../builders/finding.ts';
import { actions, events } from './actions.ts';
import { report, decisionFor, timeSkipping, withWorkers } from './environment.ts';
import type { Lifecycle } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';
import { importFinding } from './importing.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await stop(env);
});

const people = { to: 'people', because: 'manual' } as const;

async function inDays(days: number): Promise<string> {
  return new Date((await env.currentTimeMs()) + days * 24 * 3_600_000).toISOString();
}

async function acceptance(
  lifecycle: Lifecycle,
  days: number,
  changes: Partial<Decision> = {},
): Promise<Decision> {
  const until = await inDays(days);
  return decisionFor(lifecycle, {
    decision: 'accept',
    planHash: null,
    until,
    why: 'moves',
    ...changes,
  });
}

it('a year-long exception is accepted, extended, gives heads-ups, expires, and the finding is triaged again', async function () {
  this.timeout(120_000);
  const world = fakeWorld({ route: people });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('1 hour');
    await lifecycle.executeUpdate(accept, { args: [await acceptance(lifecycle, 100)] });
    await env.sleep('90 days');
    const longer = await acceptance(lifecycle, 364, { id: 'd-2', decision: 'extend' });
    await lifecycle.executeUpdate(extend, { args: [longer] });
    // Half a day after the end, because the server refuses a task that cancels a timer just when it fires.
    await env.sleep(364.5 * 24 * 3_600_000);
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');

    const kinds = world.ledger.entries.map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'expiring').length, 1 + 2);
    assert.deepEqual(world.hub, ['SUPPRESSED', 'SUPPRESSED', 'NEW']);
    world.bucket = 'fixed';
    const command = { id: 'c-1', actor: 'ana', why: 'moved' };
    await lifecycle.executeUpdate(recheck, { args: [command] });
    const result = await lifecycle.result();
    assert.equal(result.episode, 1);
  });
});

it('an accepted lifecycle has at most 20 events and costs at most 3 actions, plus 2 for each heads-up', async () => {
  const world = fakeWorld({ route: people });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('1 hour');
    await lifecycle.executeUpdate(accept, { args: [await acceptance(lifecycle, 365)] });
    await env.sleep('300 days');
    const asleep = await lifecycle.fetchHistory();
    assert.equal(world.ledger.row?.phase, 'ACCEPTED');
    assert.ok(events(asleep) <= 20, `${events(asleep)} events`);
    assert.ok(actions(asleep) <= 3, `${actions(asleep)} actions`);

    await env.sleep('64 days');
    const reminded = await lifecycle.fetchHistory();
    assert.ok(events(reminded) <= 20 + 2 * 10, `${events(reminded)} events`);
    assert.ok(actions(reminded) <= 3 + 2 * 2, `${actions(reminded)} actions`);
    await lifecycle.terminate();
  });
});

it('a raised severity ends an acceptance at once and sets NEW in Security Hub', async () => {
  const world = fakeWorld({ route: people });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env, { severity: 'LOW' });
    await env.sleep('1 hour');
    const low = await acceptance(lifecycle, 365, { severity: 'LOW' });
    await lifecycle.executeUpdate(accept, { args: [low] });
    await env.sleep('100 days');
    await lifecycle.signal('observed', observation({ messageId: 'm-2', severity: 'CRITICAL' }));
    await env.sleep('1 minute');

    assert.match(world.ledger.row?.waitsFor ?? '', /accepted it as LOW, now it is CRITICAL/);
    assert.deepEqual(world.hub, ['SUPPRESSED', 'NEW']);
    await lifecycle.terminate();
  });
});

it('a repeated decision gets the recorded answer, also from the run that followed', async () => {
  const world = fakeWorld({ route: people });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('1 hour');
    const decision = await acceptance(lifecycle, 365);
    const first = await lifecycle.executeUpdate(accept, { args: [decision] });
    await env.sleep('40 days');
    const second = await lifecycle.executeUpdate(accept, { args: [decision] });

    assert.deepEqual(second, first);
    assert.deepEqual(world.hub, ['SUPPRESSED']);
    const revoked = decisionFor(lifecycle, { id: 'd-9', decision: 'revoke', planHash: null });
    await lifecycle.executeUpdate(revoke, { args: [revoked] });
    await env.sleep('1 minute');
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');
    await lifecycle.terminate();
  });
});

it('an imported finding sleeps, gives heads-ups, and reopens at its end', async function () {
  this.timeout(120_000);
  const world = fakeWorld();
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await importFinding(env, `import-${randomUUID()}`);
    await env.sleep('1 hour');
    assert.equal(world.ledger.row?.phase, 'ACCEPTED');
    assert.equal(world.ledger.row?.exception?.by, 'margaret');
    assert.equal(world.writes, 0);
    world.route = { to: 'people', because: 'manual' };
    await env.sleep('61 days');
    assert.deepEqual(world.hub, ['SUPPRESSED', 'NEW']);
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');
    assert.equal(world.ledger.entries.filter(({ kind }) => kind === 'expiring').length, 2);
    await lifecycle.terminate();
  });
});

it('an import that is not granted goes to human review and is not remediated', async () => {
  const world = fakeWorld({ trusts: false });
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await importFinding(env, `import-${randomUUID()}`);
    await env.sleep('1 hour');
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');
    assert.match(world.ledger.row?.waitsFor ?? '', /not imported: the test says no/);
    assert.equal(world.writes, 0);
    await lifecycle.terminate();
  });
});

it('an import does not change a lifecycle that runs already', async () => {
  const world = fakeWorld({ route: { to: 'people', because: 'manual' } });
  await withWorkers(env, fakeActivities(world), async () => {
    const id = `import-${randomUUID()}`;
    const lifecycle = await report(env, {}, { id });
    await env.sleep('1 hour');
    await importFinding(env, id);
    await env.sleep('1 hour');
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');
    assert.deepEqual(world.hub, []);
    await lifecycle.terminate();
  });
});
