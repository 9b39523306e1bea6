/** Imports of SUPPRESSED findings: each becomes an exception with an end, or goes to human review. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { report, timeSkipping, withWorkers } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';
import { importFinding } from './importing.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await env.teardown();
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
