/** The fake Slack, by Slack's own client alone: nothing of ours is between. */
import assert from 'node:assert/strict';

import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { ChatPostMessageArguments, ChatPostMessageResponse } from '@slack/web-api';

import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/slack/sandbox-slack.ts';

describe("the sandbox's Slack, by the vendor's client", () => {
  let slack: SandboxSlack;
  let web: WebClient;
  before(async () => {
    slack = await startSandboxSlack({
      channels: ['payments', 'data', 'old'],
      users: [{ id: 'U0ADA', name: 'ada', email: 'ada@example.com' }],
    });
    web = clientOf(SLACK_TOKEN);
  });
  after(async () => await slack.stop());

  function clientOf(token: string): WebClient {
    const options = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
    return new WebClient(token, { slackApiUrl: slack.apiUrl, ...options });
  }

  function post(args: ChatPostMessageArguments): Promise<ChatPostMessageResponse> {
    const { postMessage: posting } = web.chat;
    return posting(args);
  }

  const button = {
    type: 'button',
    action_id: 'a',
    text: { type: 'plain_text', text: 'Go' },
    value: 'v',
  } as const;

  it('posts, updates, threads and finds by metadata', async () => {
    const metadata = { event_type: 'test_event', event_payload: { id: 'one' } };
    const posted = await post({ channel: '#payments', text: 'hello', metadata });
    assert.ok(posted.channel !== undefined && posted.ts !== undefined);
    const { channel, ts } = posted;
    await post({ channel, text: 'more', thread_ts: ts });
    await web.chat.update({
      channel,
      ts,
      text: 'hello again',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const history = await web.conversations.history({ channel, include_all_metadata: true });
    const found = history.messages?.find((one) => one.ts === ts);
    assert.equal(found?.text, 'hello again');
    const replies = await web.conversations.replies({ channel, ts });
    assert.deepEqual(
      replies.messages?.map(({ text }) => text),
      ['hello again', 'more'],
    );
    const person = await web.users.info({ user: 'U0ADA' });
    assert.equal(person.user?.profile?.email, 'ada@example.com');
  });

  it('refuses what Slack refuses', async () => {
    await refuses(clientOf('xoxb-other').auth.test(), 'invalid_auth');
    await refuses(post({ channel: '#nowhere', text: 'x' }), 'channel_not_found');
    await refuses(
      web.chat.update({ channel: '#payments', ts: '1.1', text: 'x' }),
      'channel_not_found',
    );
    const channel = 'C000000001';
    await refuses(web.chat.update({ channel, ts: '1.1', text: 'x' }), 'message_not_found');
    await refuses(post({ channel, text: '' }), 'no_text');
    const text = { type: 'plain_text', text: 'x'.repeat(151) } as const;
    const tooLong = { channel, text: 'x', blocks: [{ type: 'header', text } as const] };
    await refuses(post(tooLong), 'invalid_blocks');
    const twice = [{ type: 'actions', elements: [button, button] } as const];
    await refuses(post({ channel, text: 'x', blocks: twice }), 'invalid_blocks');
    await refuses(web.apiCall('chat.shout', {}), 'unknown_method');
    await refuses(web.users.info({ user: 'U0NOBODY' }), 'user_not_found');
  });

  it('keeps an archived channel as it is', async () => {
    const { ts = '', channel = '' } = await post({ channel: '#old', text: 'hello' });
    slack.archive('old');
    await refuses(post({ channel, text: 'more' }), 'is_archived');
    await refuses(web.chat.update({ channel, ts, text: 'other' }), 'is_inactive');
    const { channels } = await web.conversations.list({ exclude_archived: true });
    assert.deepEqual(
      channels?.map(({ name }) => name),
      ['payments', 'data'],
    );
    const { messages } = await web.conversations.history({ channel });
    assert.equal(messages?.[0]?.text, 'hello');
  });

  it('says how long to wait when it was asked too often', async () => {
    slack.fail({ kind: 'ratelimited', method: 'auth.test', retryAfter: 7 });
    await assert.rejects(web.auth.test(), (error) => {
      assert.ok(error instanceof WebAPIRateLimitedError);
      assert.equal(error.retryAfter, 7);
      return true;
    });
  });
});

function refuses(call: Promise<unknown>, error: string): Promise<void> {
  return assert.rejects(call, (thrown) => {
    assert.ok(thrown instanceof WebAPIPlatformError, String(thrown));
    assert.equal(thrown.data.error, error);
    return true;
  });
}
