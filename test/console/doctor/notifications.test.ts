import assert from 'node:assert/strict';

import { undelivered } from '../../../console/doctor/notifications.ts';

const NOW = Date.parse('2026-11-23T10:00:00.000Z');

it('the doctor is content while everything was delivered', async () => {
  const asked: string[] = [];
  const notices = {
    undeliveredSince: async (before: string) => {
      asked.push(before);
      return [];
    },
    undelivered: async () => assert.fail('nothing to ask'),
  };
  assert.equal((await undelivered(notices, NOW)).status, 'ok');
  assert.deepEqual(asked, ['2026-11-23T09:59:00.000Z']);
});

it('the doctor warns about undelivered notifications, and says why', async () => {
  const why = { to: 'slack', since: '2026-11-23T09:00:00.000Z', why: 'Slack: 503', message: '{}' };
  const notices = { undeliveredSince: async () => ['one', 'two'], undelivered: async () => [why] };
  const check = await undelivered(notices, NOW);
  assert.equal(check.status, 'warn');
  assert.match(
    check.found,
    /notifications of 2 finding\(s\) were not delivered, the first to slack: Slack: 503/,
  );
  assert.match(check.next[0] ?? '', /findings show one/);
});
