/** What a year without an answer tells people: the planned messages, each once. */
import assert from 'node:assert/strict';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { SEVERITIES } from '../../domain/finding.ts';
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

const DAY = 24 * 3600;

it('a year of reminders is exactly the planned messages', async () => {
  const seconds = (days: number) =>
    Object.fromEntries(SEVERITIES.map((severity) => [severity, days * DAY]));
  const rung = (who: string) => ({ who, seconds: { ...SECONDS, ...seconds(10) } });
  const policies = { ladder: [rung('payments'), rung('security')], remindAt: [0.5, 0.8] };
  const world = fakeWorld({ route: { to: 'people', because: 'no control' }, policies });

  await withWorkers(env, fakeActivities(world), async () => {
    const lifecycle = await report(env);
    // Ten days a rung: 36 deadlines, and 36 whole rungs with two reminders each, and one reminder of the next.
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

const SECONDS = { CRITICAL: DAY, HIGH: DAY, MEDIUM: DAY, LOW: DAY, INFORMATIONAL: DAY };
