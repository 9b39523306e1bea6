/** The sandbox's Slack, called by Slack's own client without our adapter. */
import assert from 'node:assert/strict';

import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { ChatPostMessageArguments, ChatPostMessageResponse, ModalView } from '@slack/web-api';
import { z } from 'zod';

import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import { silentLogger } from './silent-logger.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;

describe("the sandbox's Slack, called by the vendor's client", () => {
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
    const options = {
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    };
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

  it('the sandbox Slack posts, updates, threads and finds by metadata', async () => {
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
    const { permalink = '' } = await web.chat.getPermalink({ channel, message_ts: ts });
    assert.match(await (await fetch(permalink)).text(), /Slack in the sandbox/);
    const nowhere = web.chat.getPermalink({ channel, message_ts: '1.1' });
    await refuses(nowhere, 'message_not_found');
    const person = await web.users.info({ user: 'U0ADA' });
    assert.equal(person.user?.profile?.email, 'ada@example.com');
  });

  it('the sandbox Slack refuses what Slack refuses', async () => {
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

  /** What somebody's press gives: a message with a button, pressed so long ago. */
  async function trigger(ago = 0): Promise<string> {
    const { ts = '' } = await post({
      channel: '#payments',
      text: 'x',
      blocks: [{ type: 'actions', elements: [button] } as const],
    });
    const at = Date.now() - ago;
    const { body } = slack.press({ ts, actionId: 'a', user: 'U0ADA', at });
    const payload: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
    return z.object({ trigger_id: z.string() }).parse(payload).trigger_id;
  }

  const reason = { type: 'plain_text_input', action_id: 'why' } as const;
  const asked = { type: 'input', block_id: 'why', label: plain('Why'), element: reason } as const;
  const modal: ModalView = {
    type: 'modal',
    title: plain('Say why'),
    submit: plain('Send'),
    callback_id: 'form',
    private_metadata: 'bound',
    blocks: [asked],
  };

  it('the sandbox Slack opens one form for each press, and sends what was filled in', async () => {
    const given = await trigger();
    const opened = await web.views.open({ trigger_id: given, view: modal });
    assert.partialDeepStrictEqual(opened.view, { type: 'modal', private_metadata: 'bound' });
    await refuses(web.views.open({ trigger_id: given, view: modal }), 'exchanged_trigger_id');
    const id = opened.view?.id ?? '';
    assert.throws(() => slack.submit(id, {}), /Nobody can enter/);
    const { body } = slack.submit(id, { why: 'because' });
    assert.partialDeepStrictEqual(JSON.parse(new URLSearchParams(body).get('payload') ?? ''), {
      type: 'view_submission',
      user: { id: 'U0ADA' },
      view: {
        id,
        callback_id: 'form',
        private_metadata: 'bound',
        state: { values: { why: { why: { type: 'plain_text_input', value: 'because' } } } },
      },
    });
  });

  it('the sandbox Slack opens no form that Slack refuses', async () => {
    const open = async (view: ModalView) =>
      await refuses(web.views.open({ trigger_id: await trigger(), view }), 'invalid_arguments');
    await open({ ...modal, title: plain('x'.repeat(25)) });
    await open({ ...modal, private_metadata: 'x'.repeat(3001) });
    await open({ ...modal, callback_id: 'x'.repeat(256) });
    await open({ ...modal, blocks: [asked, asked] });
    const { submit: _none, ...silent } = modal;
    await open(silent);
    const element = { ...reason, max_length: 3001 };
    await open({ ...modal, blocks: [{ ...asked, element }] });
    const options = Array.from({ length: 101 }, (_, n) => ({ text: plain('x'), value: `${n}` }));
    const select = { type: 'static_select', action_id: 'why', options } as const;
    await open({ ...modal, blocks: [{ ...asked, element: select }] });
    const late = { trigger_id: await trigger(3_500), view: modal };
    await refuses(web.views.open(late), 'expired_trigger_id');
    await refuses(web.views.open({ trigger_id: '1.2.3', view: modal }), 'invalid_trigger_id');
  });

  it('the sandbox Slack changes nothing in an archived channel', async () => {
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

  it('the sandbox Slack says how long to wait after a rate limit', async () => {
    slack.fail({ kind: 'ratelimited', on: /auth\.test/, retryAfter: 7 });
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
