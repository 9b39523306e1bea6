import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { dynamoChannelPlaces } from '../../../activities/ledger/notice/channel-places.ts';
import { dynamoDeliveries } from '../../../activities/ledger/notice/deliveries.ts';
import { dynamoNotices } from '../../../activities/ledger/notice/notices.ts';
import { messageSchema } from '../../../activities/notify/message.ts';
import { republishNotices } from '../../../activities/notify/publish.ts';
import { Busy } from '../../../channels/delivery-lock.ts';
import { slackChat } from '../../../channels/slack/chat.ts';
import { deliver } from '../../../channels/slack/deliver.ts';
import type { DeliverDeps } from '../../../channels/slack/deliver.ts';
import { subscriber } from '../../../channels/sns-subscriber.ts';
import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import { PREFIX, startLedgerWorld } from '../../activities/ledger/ledger-world.ts';
import type { LedgerWorld } from '../../activities/ledger/ledger-world.ts';
import { AROUND, OWNERSHIP } from '../../builders/notice.ts';
import { newId } from '../../builders/story.ts';
import { numbered, ownedBy } from '../sample-message.ts';

const slept: number[] = [];
async function sleep(ms: number): Promise<void> {
  slept.push(ms);
}

function later(): number {
  return Date.now() + 61_000;
}

function event(text: string): unknown {
  return { Records: [{ EventSource: 'aws:sns', Sns: { Message: text } }] };
}

describe('delivery to Slack', () => {
  let slack: SandboxSlack;
  let ledger: LedgerWorld;
  before(async () => {
    slack = await startSandboxSlack({ channels: ['cloud-security', 'payments'], users: [] });
    ledger = await startLedgerWorld();
  });
  after(async () => {
    await slack.stop();
    await ledger.stop();
  });

  function deps(change: Partial<DeliverDeps> = {}): DeliverDeps {
    return {
      deliveries: dynamoDeliveries(openStore(ledger.client, PREFIX), change.now ?? Date.now),
      chat: slackChat({ token: SLACK_TOKEN, apiUrl: slack.apiUrl, sleep, patience: 30_000 }),
      defaultChannel: null,
      now: Date.now,
      newId: randomUUID,
      pause: async () => {},
      ...change,
    };
  }

  /** The finding's messages: the one that stands for it, and its thread. */
  function shown(workflowId: string) {
    const of = slack.messages.filter(({ metadata }) =>
      JSON.stringify(metadata).includes(workflowId),
    );
    return {
      main: of.filter(({ threadTs }) => threadTs === null),
      thread: of.filter(({ threadTs }) => threadTs !== null).map(({ text }) => text),
    };
  }

  it('delivery to Slack updates one Slack message a finding in place, with its history in a thread', async () => {
    const id = newId();
    await deliver(deps(), numbered(id, 1, { kind: 'routed', text: 'first' }));
    await deliver(deps(), numbered(id, 2, { text: 'second' }));
    const { main, thread } = shown(id);
    assert.equal(main.length, 1);
    assert.match(main[0]?.text ?? '', /second/);
    assert.deepEqual(thread, ['Routed: first', 'Waits for you: second']);
  });

  it('delivery to Slack ignores a repeated message, and shows a late one in the Slack thread only', async () => {
    const id = newId();
    await deliver(deps(), numbered(id, 2, { text: 'newer' }));
    await deliver(deps(), numbered(id, 2, { text: 'newer' }));
    await deliver(deps(), numbered(id, 1, { text: 'older' }));
    const { main, thread } = shown(id);
    assert.equal(main.length, 1);
    assert.match(main[0]?.text ?? '', /newer/);
    assert.deepEqual(thread, ['Waits for you: newer', 'Waits for you: older']);
  });

  it('delivery to Slack finds the Slack message whose response was lost, and posts no second one', async () => {
    const id = newId();
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), numbered(id, 1)));
    for (let others = 0; others < 4; others += 1) await deliver(deps(), numbered(newId(), 1));
    await deliver(deps(), numbered(id, 1));
    assert.deepEqual([shown(id).main.length, shown(id).thread.length], [1, 1]);
  });

  it('delivery to Slack finds the thread line whose response was lost, and posts no second one', async () => {
    const id = newId();
    await deliver(deps(), numbered(id, 1));
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), numbered(id, 2)));
    await deliver(deps(), numbered(id, 3));
    await deliver(deps(), numbered(id, 2));
    assert.equal(shown(id).thread.length, 3);
  });

  it('delivery to Slack posts one Slack message when two workers deliver at once; one of them fails as busy', async () => {
    const id = newId();
    const both = await Promise.allSettled([
      deliver(deps(), numbered(id, 1)),
      deliver(deps(), numbered(id, 2)),
    ]);
    const rejected = both.filter((one) => one.status === 'rejected');
    for (const { reason } of rejected) assert.ok(reason instanceof Busy, String(reason));
    await deliver(deps(), numbered(id, 1));
    await deliver(deps(), numbered(id, 2));
    assert.deepEqual([shown(id).main.length, shown(id).thread.length], [1, 2]);
  });

  it('delivery to Slack lets another worker take over a minute after one died during delivery to Slack', async () => {
    const id = newId();
    const { deliveries } = deps();
    const held = await deliveries.take({ workflowId: id, channel: 'slack', by: 'died' });
    await held?.save({ ...held.state, begun: new Date().toISOString() });
    await assert.rejects(deliver(deps(), numbered(id, 1)), Busy);
    await deliver(deps({ now: later }), numbered(id, 1));
    assert.equal(shown(id).main.length, 1);
    await assert.rejects(async () => await held?.save(held.state), /Another worker has taken over/);
  });

  it('delivery to Slack delivers in full where Slack fails to give the address, and asks for the address again', async () => {
    const id = newId();
    slack.fail({ kind: 'down', on: /chat\.getPermalink/ });
    await assert.rejects(deliver(deps(), numbered(id, 1)));
    const told = () => [shown(id).main.length, shown(id).thread.length];
    assert.deepEqual(told(), [1, 1]);
    await deliver(deps(), numbered(id, 1));
    await deliver(deps(), numbered(id, 2));
    assert.deepEqual(told(), [1, 2]);
    const [place] = await dynamoChannelPlaces(openStore(ledger.client, PREFIX)).places(id);
    assert.match(place?.address?.url ?? '', /\/archives\/C000000002\/p\d+$/);
  });

  it('delivery to Slack waits out a short Retry-After of Slack, and fails for a long one', async () => {
    slept.length = 0;
    const id = newId();
    slack.fail({ kind: 'ratelimited', on: /chat\.postMessage/, retryAfter: 3 });
    await deliver(deps(), numbered(id, 1));
    assert.deepEqual([slept, shown(id).main.length], [[3000], 1]);
    slack.fail({ kind: 'ratelimited', on: /chat\.update/, retryAfter: 600 });
    await assert.rejects(deliver(deps(), numbered(id, 2)), /rate/i);
  });

  it('delivery to Slack records on the finding that Slack is down, and delivers when the sweep publishes again', async () => {
    const id = newId();
    const notices = dynamoNotices(openStore(ledger.client, PREFIX));
    slack.fail({ kind: 'down', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), numbered(id, 1)));
    const [undelivered] = await notices.undelivered(id);
    assert.equal(undelivered?.to, 'slack');
    assert.match(undelivered?.why ?? '', /^Slack: .*503/);
    assert.ok((await notices.undeliveredSince('2999-01-01T00:00:00.000Z', 100)).includes(id));
    const published: string[] = [];
    const again = republishNotices({
      ...AROUND,
      notices,
      topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
      sns: { publish: async ({ Message: text }) => published.push(text) },
      ownership: async () => OWNERSHIP,
      planText: async () => null,
      now: () => new Date(),
      warn: assert.fail,
    });
    assert.deepEqual(await again(id), { published: 1, waiting: 0 });
    const [text = ''] = published;
    await deliver(deps(), messageSchema.parse(JSON.parse(text)));
    assert.deepEqual(await notices.undelivered(id), []);
    assert.equal(shown(id).main.length, 1);
  });

  it('delivery to Slack posts a deleted Slack message again', async () => {
    const id = newId();
    await deliver(deps(), numbered(id, 1));
    slack.remove(shown(id).main[0]?.ts ?? '');
    await deliver(deps(), numbered(id, 2));
    assert.equal(shown(id).main.length, 1);
  });

  it('delivery to Slack uses the default Slack channel for a team without one, or skips the message', async () => {
    const one = numbered(newId(), 1);
    const { finding } = one;
    const silent = ownedBy(one, ['mailto:x@example.com']);
    assert.equal(await deliver(deps(), silent), 'no-channel');
    assert.equal(await deliver(deps({ defaultChannel: '#cloud-security' }), silent), 'delivered');
    assert.equal(shown(finding.workflowId).main[0]?.channel, 'C000000001');
  });

  it('delivery to Slack lets no finding inject markup, mention a channel or forge a link in Slack', async () => {
    const id = newId();
    const evil = '<!channel> <https://evil.example|Security Hub> *bold* & <@U0ADA>';
    const one = numbered(id, 1, { text: evil });
    await deliver(deps(), { ...one, finding: { ...one.finding, title: evil } });
    const [main] = shown(id).main;
    assert.doesNotMatch(main?.text ?? '', /</);
    assert.match(main?.text ?? '', /&lt;!channel&gt;/);
    const texts = main?.blocks.flatMap(
      (block) => JSON.stringify(block).match(/"type":"mrkdwn"/g) ?? [],
    );
    assert.deepEqual(texts, []);
  });

  it('delivery to Slack fits texts of any length into the limits of Slack', async () => {
    const id = newId();
    const long = '😀'.repeat(5000);
    const one = numbered(id, 1, { text: long, actor: long });
    const { finding, state, change } = one;
    await deliver(deps(), {
      ...one,
      why: long,
      finding: { ...finding, title: long, resource: { ...finding.resource, name: long } },
      state: { ...state, waitsFor: long },
      change: change === null ? null : { ...change, summary: long },
    });
    assert.equal(shown(id).main.length, 1);
  });

  it('the Slack subscriber logs a message that it cannot read, and fails for one that it cannot deliver', async () => {
    const lines: string[] = [];
    const id = newId();
    const handle = subscriber(
      (one) => deliver(deps(), one),
      async () => 'no-channel',
      (line) => void lines.push(line),
    );
    await handle(event(JSON.stringify({ version: 2 })));
    assert.match(lines[0] ?? '', /no message that we know/);
    slack.fail({ kind: 'down', on: /chat\.postMessage/ });
    await assert.rejects(handle(event(JSON.stringify(numbered(id, 1)))));
    await handle(event(JSON.stringify(numbered(id, 1))));
    assert.equal(shown(id).main.length, 1);
  });
});
