import assert from 'node:assert/strict';

import { messageSchema } from '../../../activities/notify/message.ts';
import { testChannels } from '../../../console/commands/channels/publish-sample.ts';
import { OWNERSHIP } from '../../builders/notice.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:222233334444:closeloop';

function world(topicArn: string | null = TOPIC) {
  const published: { readonly Message?: string | undefined }[] = [];
  const parts = {
    env: async () => ({ topicArn, securityHubRegion: 'eu-west-1' }),
    policyTables: async () => ({ ownership: async () => OWNERSHIP }),
    sns: async () => ({ publish: async (input: { Message?: string }) => published.push(input) }),
    now: () => Date.parse('2026-11-23T10:00:00.000Z'),
  };
  return { published, parts: parts as unknown as Parameters<typeof testChannels>[0] };
}

it('channels test channels test publishes a message of our own schema that says that it is a sample', async () => {
  const { published, parts } = world();
  const { json } = await testChannels(parts, 'payments');
  const message = messageSchema.parse(JSON.parse(published[0]?.Message ?? ''));
  assert.match(message.event.text, /This is a sample/);
  assert.deepEqual(message.finding.owner.channels, ['slack:#payments']);
  assert.deepEqual(message.decisions, []);
  assert.partialDeepStrictEqual(json, { team: 'payments', topicArn: TOPIC });
});

it('the sample ends, so that its ticket is closed again', async () => {
  const { published, parts } = world();
  await testChannels(parts, 'payments');
  const [begun, over] = published.map(({ Message }) =>
    messageSchema.parse(JSON.parse(Message ?? '')),
  );
  assert.equal(begun?.finding.workflowId, over?.finding.workflowId);
  assert.ok(begun && over && begun.sequence < over.sequence);
  assert.deepEqual([over.kind, over.state.destiny], ['withdrawn', 'Withdrawn']);
});

it('channels test channels test says what is missing: a topic, or a team of that name', async () => {
  await assert.rejects(testChannels(world(null).parts, null), { message: /CLOSELOOP_TOPIC_ARN/ });
  await assert.rejects(testChannels(world().parts, 'nobody'), { message: /no team "nobody"/ });
});
