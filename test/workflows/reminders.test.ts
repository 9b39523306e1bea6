/** The notifications of a year without an answer: each planned one, once. */
import assert from 'node:assert/strict';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { noticeKind } from '../../domain/notice.ts';
import { report, timeSkipping, withWorkers } from './environment.ts';
import { fakeActivities, fakeWorld } from './fake-activities.ts';

let env: TestWorkflowEnvironment;
before(async () => {
  env = await timeSkipping();
});
after(async () => {
  await env.teardown();
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
