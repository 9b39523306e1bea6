import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

import { Context } from '@temporalio/activity';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import {
  approve,
  approveSignal,
  cancel,
  claimFixed,
  observed,
  recheck,
  reject,
} from '../../workflows/messages.ts';
import { observation } from '../builders/finding.ts';
import { problem } from '../builders/problem.ts';
import { planHash } from '../builders/triage-result.ts';
import { actions, events } from './actions.ts';
import { devServer, report, decisionFor, withWorkers } from './environment.ts';
import type { Lifecycle } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';
import type { FakeWorld } from './fake-activities.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;
before(async function () {
  this.timeout(120_000);
  env = await devServer();
});
after(async () => {
  await stop(env);
});

const needsApproval = { to: 'approval', because: 'HIGH needs one' } as const;
const toPeople = { to: 'people', because: 'manual' } as const;

/** Runs a lifecycle until it waits in `phase`, then the test, then ends it. */
async function waitingIn(
  phase: string,
  changes: Partial<FakeWorld>,
  test: (lifecycle: Lifecycle, world: FakeWorld) => Promise<void>,
): Promise<void> {
  const world = fakeWorld({ settle: [1], ...changes });
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await reached(world, phase);
    await test(lifecycle, world);
    await lifecycle.terminate().catch(() => 'closed already');
  });
}

/** The ledger is written before each wait, so its phase is the lifecycle's. */
async function reached(world: FakeWorld, phase: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (world.ledger.row?.phase !== phase) {
    assert.ok(Date.now() < deadline, `in ${world.ledger.row?.phase}, not in ${phase}`);
    await setTimeout(20);
  }
}

async function refusedWith(type: string, update: Promise<unknown>): Promise<string> {
  const error: unknown = await update.then(
    () => assert.fail('accepted'),
    (e: unknown) => e,
  );
  assert.ok(error instanceof WorkflowUpdateFailedError, String(error));
  assert.ok(error.cause instanceof ApplicationFailure);
  assert.equal(error.cause.type, type);
  return error.cause.message;
}

it('the workflow refuses the approval of a stale plan with the present hash and without a history event', async () => {
  await waitingIn('AWAITING_APPROVAL', { route: needsApproval }, async (lifecycle, world) => {
    const args: [ReturnType<typeof decisionFor>] = [
      decisionFor(lifecycle, { planHash: 'c'.repeat(64) }),
    ];
    const message = await refusedWith('StalePlan', lifecycle.executeUpdate(approve, { args }));

    assert.ok(message.includes(planHash));
    const { events: all } = await lifecycle.fetchHistory();
    assert.ok(!all?.some((e) => e.workflowExecutionUpdateAcceptedEventAttributes));
    assert.equal(world.writes, 0);
  });
});

it('a rejection leads to human review with the reason', async () => {
  await waitingIn('AWAITING_APPROVAL', { route: needsApproval }, async (lifecycle, world) => {
    const args: [ReturnType<typeof decisionFor>] = [
      decisionFor(lifecycle, { decision: 'reject', why: 'in use' }),
    ];
    await lifecycle.executeUpdate(reject, { args });
    await reached(world, 'HUMAN_REVIEW');

    assert.match(world.ledger.row?.waitsFor ?? '', /rejected by ana: in use/);
  });
});

it('a signal from the Temporal Web UI approves the plan', async () => {
  await waitingIn('AWAITING_APPROVAL', { route: needsApproval }, async (lifecycle, world) => {
    await lifecycle.signal(approveSignal, { actor: 'ana', planHash });
    await lifecycle.result();

    assert.equal(world.writes, 1);
  });
});

it('a malformed signal is ignored and the lifecycle goes on', async () => {
  await waitingIn('AWAITING_APPROVAL', { route: needsApproval }, async (lifecycle, world) => {
    await lifecycle.signal('approve', 'yes please');
    await lifecycle.signal('approve', { actor: 'ana', planHash, why: { not: 'a text' } });
    await lifecycle.signal('approve');
    await lifecycle.signal('observed', { nonsense: true });
    await lifecycle.signal('observed');
    await lifecycle.signal('mapped', { problem });
    await lifecycle.executeUpdate(approve, { args: [decisionFor(lifecycle)] });
    await lifecycle.result();

    assert.equal(world.writes, 1);
  });
});

it('the workflow refuses a malformed update with the reason', async () => {
  await waitingIn('HUMAN_REVIEW', { route: toPeople }, async (lifecycle) => {
    for (const name of ['approve', 'reject', 'recheck', 'claimFixed', 'cancel']) {
      const update = lifecycle.executeUpdate<unknown, [unknown]>(name, { args: [{ actor: 7 }] });
      await refusedWith('InvalidMessage', update);
    }
  });
});

it('a repeated update gets the recorded answer and changes nothing', async () => {
  await waitingIn('HUMAN_REVIEW', { route: toPeople }, async (lifecycle, world) => {
    const command = { id: 'c-1', actor: 'ana', why: 'look' };
    const updateId = 'c-1';
    await lifecycle.executeUpdate(recheck, { args: [command], updateId });
    const again = await lifecycle.executeUpdate(recheck, { args: [command], updateId: 'other' });

    assert.equal(again.accepted, true);
    assert.equal(world.calls.filter((c) => c === 'verify').length <= 1, true);
  });
});

it('a true claim closes the finding as fixed by others', async () => {
  await waitingIn('HUMAN_REVIEW', { route: toPeople }, async (lifecycle, world) => {
    world.bucket = 'fixed';
    const claim = { id: 'c-1', actor: 'ana', why: '', evidence: 'CHG-77' };
    await lifecycle.executeUpdate(claimFixed, { args: [claim] });

    assert.equal((await lifecycle.result()).reason, 'fixed-by-others');
  });
});

it('the workflow refuses cancel when no automatic step is planned', async () => {
  await waitingIn('HUMAN_REVIEW', { route: toPeople }, async (lifecycle) => {
    const command = { id: 'c-1', actor: 'ana', why: '' };
    await refusedWith('NotAllowedInState', lifecycle.executeUpdate(cancel, { args: [command] }));
  });
});

it('a cancellation from Temporal leads to human review instead of ending the lifecycle', async () => {
  await waitingIn('AWAITING_APPROVAL', { route: needsApproval }, async (lifecycle, world) => {
    await lifecycle.cancel();
    await reached(world, 'HUMAN_REVIEW');

    assert.equal((await lifecycle.describe()).status.name, 'RUNNING');
    assert.equal(world.writes, 0);
  });
});

it('the workflow operators find a waiting finding by its attributes and read what it waits for', async () => {
  await waitingIn('AWAITING_APPROVAL', { route: needsApproval }, async (lifecycle) => {
    const query = `FindingState = 'AWAITING_APPROVAL' AND FindingNeedsHuman = true AND FindingKeys = '0a1b'`;
    let found = 0;
    while (found === 0) {
      for await (const run of env.client.workflow.list({ query })) {
        if (run.workflowId === lifecycle.workflowId) found += 1;
      }
    }
    const description = await lifecycle.describe();
    const attributes = description.typedSearchAttributes.getAll();
    const shown = Object.fromEntries(attributes.map(({ key, value }) => [key.name, value]));

    assert.equal(shown['FindingOwnerTeam'], 'payments');
    assert.equal(shown['FindingSeverity'], 'HIGH');
  });
});

it('an automatic fix costs at most 9 billable actions and 45 events', async () => {
  const world = fakeWorld({ settle: [1] });
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await lifecycle.result();
    const history = await lifecycle.fetchHistory();

    assert.equal(actions(history), 9);
    assert.ok(events(history) <= 45, `${events(history)} events`);
  });
});

it('fifty identical reports at once make one lifecycle with one write', async () => {
  const world = fakeWorld({ route: needsApproval, settle: [60] });
  await withWorkers(env, fakeActivities(world), async () => {
    const id = `race-${Date.now()}`;
    const all = Array.from({ length: 50 }, () => report(env, {}, { id, about: problem }));
    const [lifecycle] = await Promise.all(all);
    assert.ok(lifecycle);
    await reached(world, 'AWAITING_APPROVAL');
    await lifecycle.executeUpdate(approve, { args: [decisionFor(lifecycle)] });
    await lifecycle.signal('observed', observation({ messageId: 'late' }));
    await reached(world, 'SETTLE');
    await lifecycle.terminate();
  });

  assert.equal(world.writes, 1);
  assert.deepEqual(world.ledger.openers.length, 1);
});

it('a remediation cancelled while the worker prepares it does not begin', async () => {
  const world = fakeWorld({ settle: [1] });
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    world.before.remediate = async () => {
      const command = { id: 'c-1', actor: 'ana', why: 'wrong bucket' };
      await lifecycle.executeUpdate(cancel, { args: [command] });
      await untilCalledOff();
    };
    await reached(world, 'HUMAN_REVIEW');

    assert.equal(world.writes, 0);
    assert.match(world.ledger.row?.waitsFor ?? '', /called off/);
    await lifecycle.terminate();
  });
});

it('a severity raised while the worker prepares the write causes another triage', async () => {
  const world = fakeWorld({ settle: [1] });
  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env, { severity: 'LOW' });
    world.before.remediate = async () => {
      world.route = needsApproval;
      const raised = observation({ messageId: 'event-2/0', severity: 'CRITICAL' });
      await lifecycle.signal(observed, raised);
      await untilCalledOff();
    };
    await reached(world, 'AWAITING_APPROVAL');

    assert.equal(world.writes, 0);
    await lifecycle.terminate();
  });
});

/** Heartbeats until it is cancelled, as the real activity does. */
async function untilCalledOff(): Promise<void> {
  const { cancellationSignal, heartbeat, cancelled } = Context.current();
  const beat = setInterval(() => heartbeat(), 50);
  await cancelled.catch(() => assert.ok(cancellationSignal.aborted));
  clearInterval(beat);
}
