import assert from 'node:assert/strict';

import type { Notice } from '../../../activities/ledger/notice/notices.ts';
import { messageSchema } from '../../../activities/notify/message.ts';
import { publishNotices } from '../../../activities/notify/publish.ts';
import { AROUND, notice, OWNERSHIP } from '../../builders/notice.ts';
import { WORKFLOW_ID } from '../../builders/problem.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:222233334444:closeloop';
const REMINDED = notice({ kind: 'reminded', sequence: '000001#00000003', text: 'until tomorrow' });

/** Two notices wait; publishing fails as long as `down` says why. */
function scene(waiting: readonly Notice[] = [notice(), REMINDED]) {
  const left = new Map(waiting.map((one) => [one.sequence, one]));
  const state = { down: '', ledgerDown: '' };
  const published: { readonly Message: string; readonly MessageAttributes: unknown }[] = [];
  const marks: string[] = [];
  const tell = publishNotices({
    ...AROUND,
    topicArn: TOPIC,
    ownership: async () => OWNERSHIP,
    planText: async () => null,
    now: () => new Date('2026-11-23T10:00:05.000Z'),
    warn: (line) => marks.push(`warn: ${line}`),
    notices: {
      unpublished: async () => {
        if (state.ledgerDown !== '') throw new Error(state.ledgerDown);
        return [...left.values()];
      },
      undelivered: async () => [],
      markPublished: async ({ sequence }) => void left.delete(sequence),
      markFailed: async ({ sequence }, why) => void marks.push(`${sequence}: ${why}`),
    },
    sns: {
      publish: async (input) => {
        if (state.down !== '')
          throw Object.assign(new Error(state.down), {
            name: 'ECONNREFUSED',
            code: 'ECONNREFUSED',
          });
        published.push(input);
      },
    },
  });
  return { tell, state, published, marks, left };
}

it('the publisher publishes what waits in order, with attributes to filter by', async () => {
  const { tell, published, left } = scene();
  assert.deepEqual(await tell(WORKFLOW_ID), { published: 2, waiting: 0 });
  const messages = published.map(({ Message }) => messageSchema.parse(JSON.parse(Message)));
  assert.deepEqual(
    messages.map(({ kind, id }) => [kind, id]),
    [
      ['waits-for-you', `${WORKFLOW_ID}/000001#00000002`],
      ['reminded', `${WORKFLOW_ID}/000001#00000003`],
    ],
  );
  assert.partialDeepStrictEqual(published[1]?.MessageAttributes, {
    kind: { DataType: 'String', StringValue: 'reminded' },
  });
  assert.equal(left.size, 0);
});

it('a topic that is down throws nothing, costs one try, and is told why on the notice', async () => {
  const { tell, state, marks, left } = scene();
  state.down = 'connection refused';
  assert.deepEqual(await tell(WORKFLOW_ID), { published: 0, waiting: 2 });
  assert.match(
    marks.join('\n'),
    /000001#00000002: Tried sns:Publish to arn:aws:sns.*connection refused/,
  );
  assert.doesNotMatch(marks.join('\n'), /000001#00000003/);
  state.down = '';
  assert.deepEqual(await tell(WORKFLOW_ID), { published: 2, waiting: 0 });
  assert.equal(left.size, 0);
});

it('a ledger that cannot be read leaves everything waiting', async () => {
  const { tell, state, marks, published } = scene();
  state.ledgerDown = 'no answer';
  assert.deepEqual(await tell(WORKFLOW_ID), { published: 0, waiting: 1 });
  assert.match(marks.join('\n'), /could not be published: no answer/);
  assert.equal(published.length, 0);
});

it('a repeated publication is the same message', async () => {
  const [one, two] = [scene([notice()]), scene([notice()])];
  await one.tell(WORKFLOW_ID);
  await two.tell(WORKFLOW_ID);
  assert.deepEqual(one.published, two.published);
});
