import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { SCHEMA } from '../../domain/lifecycle/state.ts';
import { noticeKind } from '../../domain/notice.ts';
import type { FindingLifecycle } from '../../workflows/finding-lifecycle.ts';
import {
  approve,
  cancel,
  FINDING_LIFECYCLE,
  recheck,
  TASK_QUEUES,
} from '../../workflows/messages.ts';
import { observation } from '../builders/finding.ts';
import { problem } from '../builders/problem.ts';
import { eventually } from '../replay/live.ts';
import { report, decisionFor, timeSkipping, withWorkers } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';
import { stop } from './shared-workers.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await stop(env);
});

const needsApproval = { to: 'approval', because: 'HIGH needs one' } as const;

it('an automatic fix waits for the control, verifies, and closes', async () => {
  const world = fakeWorld();

  const result = await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    return await lifecycle.result();
  });

  assert.deepEqual(result, {
    destiny: 'Fixed',
    reason: 'remediated',
    episode: 1,
    verificationId: 'v-fixed',
  });
  assert.deepEqual(world.calls, ['triage', 'remediate', 'record', 'verify', 'close']);
  assert.deepEqual(
    world.ledger.entries.map((e) => e.seq),
    world.ledger.entries.map((_, i) => i + 1),
  );
});

it('an unsuccessful fix is repeated after 30 minutes, 2 hours and 24 hours', async () => {
  const world = fakeWorld({ ineffective: true });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('28 hours');
    assert.equal((await lifecycle.query<{ phase: string }>('view')).phase, 'HUMAN_REVIEW');
    await lifecycle.terminate();
  });

  assert.equal(world.writes, 4);
});

it('an approval that nobody gives leads to human review with reminders and escalation', async () => {
  const world = fakeWorld({ route: needsApproval });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('73 hours');
    await lifecycle.terminate();
  });

  const kinds = world.ledger.entries.map((e) => e.kind);
  assert.deepEqual(kinds.slice(-5), ['people', 'reminded', 'escalated', 'reminded', 'escalated']);
  assert.equal(world.writes, 0);
});

it('an approval within the deadline starts the remediation', async () => {
  const world = fakeWorld({ route: needsApproval });

  const result = await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('1 hour');
    const answer = await lifecycle.executeUpdate(approve, { args: [decisionFor(lifecycle)] });
    assert.equal(answer.accepted, true);
    return await lifecycle.result();
  });

  assert.equal(result.reason, 'remediated');
  assert.equal(world.writes, 1);
});

it('a ledger that is down for a day delays the record but not the fix', async () => {
  let failures = 0;
  const world = fakeWorld({ route: { to: 'people', because: 'manual' } });
  world.before.record = () => {
    if (failures++ < 3) throw new Error('connection refused');
  };

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    // On a busy machine the hour would pass before the bucket was looked at.
    await eventually(
      () => world.calls.includes('triage'),
      () => 'it was not triaged',
    );
    await env.sleep('1 hour');
    world.bucket = 'fixed';
    const command = { id: 'c-1', actor: 'ana', why: 'fixed by hand' };
    await lifecycle.executeUpdate(recheck, { args: [command] });
    const result = await lifecycle.result();
    assert.equal(result.reason, 'fixed-by-others');
  });
});

it('a cancel during AWAITING_APPROVAL leads to human review and writes nothing', async () => {
  const world = fakeWorld({ route: needsApproval });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    await env.sleep('1 hour');
    const command = { id: 'c-1', actor: 'ana', why: 'planned migration' };
    await lifecycle.executeUpdate(cancel, { args: [command] });
    await env.sleep('1 minute');
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');
    await lifecycle.terminate();
  });

  assert.equal(world.writes, 0);
});

it('a finding of an unknown type waits for people, whatever its source says', async () => {
  const world = fakeWorld();

  await withWorkers(env, fakeActivities(world), async () => {
    const about = { ...problem, control: null, unmappedReason: 'no control covers it' };
    const lifecycle = await report(env, {}, { about });
    await lifecycle.signal('observed', observation({ messageId: 'm-2', compliance: 'PASSED' }));
    await env.sleep('1 minute');
    assert.equal(world.ledger.row?.phase, 'HUMAN_REVIEW');
    await lifecycle.terminate();
  });

  assert.deepEqual(world.closed, []);
});

it('a report that arrives while closing opens the next episode, which closes too', async () => {
  const world = fakeWorld({ bucket: 'fixed' });
  const finding = { id: 'second', productArn: 'arn:p' };
  const fake = fakeActivities(world);

  await withWorkers(env, fake, async () => {
    const lifecycle = await report(env);
    world.before.close = async () => {
      world.before = {};
      await lifecycle.signal('observed', observation({ messageId: 'm-2', finding }));
    };
    await lifecycle.result();
  });

  assert.deepEqual(
    world.closed.map((c) => [c.episode, c.findings.map((f) => f.id).at(-1)]),
    [
      [1, observation().finding.id],
      [2, 'second'],
    ],
  );
});

it('a run that gets no report fails with a message that says how to start one', async () => {
  await withWorkers(env, fakeActivities(fakeWorld()), async () => {
    const run = env.client.workflow.execute<typeof FindingLifecycle>(FINDING_LIFECYCLE, {
      workflowId: `unreported-${randomUUID()}`,
      taskQueue: TASK_QUEUES.orchestrator,
      args: [{ schema: SCHEMA, problem }],
    });
    await assert.rejects(run, (error: Error) => /signalWithStart/.test(String(error.cause)));
  });
});

const ten = 10 * 24 * 3600;
const TEN_DAYS = { CRITICAL: ten, HIGH: ten, MEDIUM: ten, LOW: ten, INFORMATIONAL: ten };

it('a year in human review sends exactly the planned notifications', async () => {
  const ladder = ['payments', 'security'].map((who) => ({ who, seconds: TEN_DAYS }));
  const policies = { ladder, remindAt: [0.5, 0.8] };
  const world = fakeWorld({ route: { to: 'people', because: 'no control' }, policies });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    // Ten days a level: 36 deadlines, 36 levels with two reminders each, and one reminder of the next level.
    await env.sleep('365 days');
    await env.sleep('1 hour');
    await lifecycle.terminate();
  });

  const { entries, row } = world.ledger;
  const told = entries.flatMap((entry) => {
    const kind = noticeKind(entry, { destiny: row?.destiny ?? null, episode: 1 });
    return kind === null ? [] : [kind];
  });
  const ofRung = ['reminded', 'reminded', 'escalated'];
  const planned = ['waits-for-you', ...Array.from({ length: 36 }, () => ofRung).flat(), 'reminded'];
  assert.deepEqual(told, planned);
});
