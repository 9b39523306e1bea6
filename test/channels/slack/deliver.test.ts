import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { dynamoChannelPlaces } from '../../../activities/ledger/notice/channel-places.ts';
import { dynamoDeliveries } from '../../../activities/ledger/notice/deliveries.ts';
import { dynamoNotices } from '../../../activities/ledger/notice/notices.ts';
import type { Notice } from '../../../activities/ledger/notice/notices.ts';
import { messageSchema } from '../../../activities/notify/message.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { tellingAgain } from '../../../activities/notify/tell.ts';
import { Busy } from '../../../channels/delivery-lock.ts';
import { slackChat } from '../../../channels/slack/chat.ts';
import { deliver } from '../../../channels/slack/deliver.ts';
import type { DeliverDeps } from '../../../channels/slack/deliver.ts';
import { subscriber } from '../../../channels/sns-subscriber.ts';
import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import { PREFIX, startLedgerWorld } from '../../activities/ledger/ledger-world.ts';
import type { LedgerWorld } from '../../activities/ledger/ledger-world.ts';
import { newId } from '../../activities/ledger/sample.ts';
import { AROUND, message, OWNERSHIP } from '../../activities/notify/notices.ts';
import { silentLogger } from './silent-logger.ts';

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

function said(workflowId: string, seq: number, change: Partial<Notice> = {}): Message {
  const sequence = `000001#${String(seq).padStart(8, '0')}`;
  return message({ workflowId, sequence, ...change });
}

describe('Slack, told of findings', () => {
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
      chat: slackChat({
        token: SLACK_TOKEN,
        apiUrl: slack.apiUrl,
        sleep,
        patience: 30_000,
        logger: silentLogger,
      }),
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

  it('one message a finding, updated in place, with its history in a thread', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, { kind: 'routed', text: 'first' }));
    await deliver(deps(), said(id, 2, { text: 'second' }));
    const { main, thread } = shown(id);
    assert.equal(main.length, 1);
    assert.match(main[0]?.text ?? '', /second/);
    assert.deepEqual(thread, ['Routed: first', 'Waits for you: second']);
  });

  it('a repeated message changes nothing, a late one stands in the thread only', async () => {
    const id = newId();
    await deliver(deps(), said(id, 2, { text: 'newer' }));
    await deliver(deps(), said(id, 2, { text: 'newer' }));
    await deliver(deps(), said(id, 1, { text: 'older' }));
    const { main, thread } = shown(id);
    assert.equal(main.length, 1);
    assert.match(main[0]?.text ?? '', /newer/);
    assert.deepEqual(thread, ['Waits for you: newer', 'Waits for you: older']);
  });

  it('a response that was lost after the message was made is found again: one message', async () => {
    const id = newId();
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 1)));
    for (let others = 0; others < 4; others += 1) await deliver(deps(), said(newId(), 1));
    await deliver(deps(), said(id, 1));
    assert.deepEqual([shown(id).main.length, shown(id).thread.length], [1, 1]);
  });

  it('a line of the thread whose response was lost is found again: one line', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1));
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 2)));
    await deliver(deps(), said(id, 3));
    await deliver(deps(), said(id, 2));
    assert.equal(shown(id).thread.length, 3);
  });

  it('two workers at once make one message: one of them is told to come again', async () => {
    const id = newId();
    const both = await Promise.allSettled([
      deliver(deps(), said(id, 1)),
      deliver(deps(), said(id, 2)),
    ]);
    const rejected = both.filter((one) => one.status === 'rejected');
    for (const { reason } of rejected) assert.ok(reason instanceof Busy, String(reason));
    await deliver(deps(), said(id, 1));
    await deliver(deps(), said(id, 2));
    assert.deepEqual([shown(id).main.length, shown(id).thread.length], [1, 2]);
  });

  it('a worker that died in the middle is followed by another after a minute', async () => {
    const id = newId();
    const { deliveries } = deps();
    const held = await deliveries.take({ workflowId: id, channel: 'slack', by: 'died' });
    await held?.save({ ...held.state, begun: new Date().toISOString() });
    await assert.rejects(deliver(deps(), said(id, 1)), Busy);
    await deliver(deps({ now: later }), said(id, 1));
    assert.equal(shown(id).main.length, 1);
    await assert.rejects(async () => await held?.save(held.state), /Another worker has taken over/);
  });

  it('is told in full even where Slack does not say its address, which is asked for again', async () => {
    const id = newId();
    slack.fail({ kind: 'down', on: /chat\.getPermalink/ });
    await assert.rejects(deliver(deps(), said(id, 1)));
    const told = () => [shown(id).main.length, shown(id).thread.length];
    assert.deepEqual(told(), [1, 1]);
    await deliver(deps(), said(id, 1));
    await deliver(deps(), said(id, 2));
    assert.deepEqual(told(), [1, 2]);
    const [place] = await dynamoChannelPlaces(openStore(ledger.client, PREFIX)).places(id);
    assert.match(place?.address?.url ?? '', /\/archives\/C000000002\/p\d+$/);
  });

  it('waits as long as Slack asks when there was too much', async () => {
    slept.length = 0;
    const id = newId();
    slack.fail({ kind: 'ratelimited', on: /chat\.postMessage/, retryAfter: 3 });
    await deliver(deps(), said(id, 1));
    assert.deepEqual([slept, shown(id).main.length], [[3000], 1]);
    slack.fail({ kind: 'ratelimited', on: /chat\.update/, retryAfter: 600 });
    await assert.rejects(deliver(deps(), said(id, 2)), /rate/i);
  });

  it('while Slack is down the finding says so, and the sweep publishes the message again', async () => {
    const id = newId();
    const notices = dynamoNotices(openStore(ledger.client, PREFIX));
    slack.fail({ kind: 'down', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 1)));
    const [undelivered] = await notices.undelivered(id);
    assert.equal(undelivered?.to, 'slack');
    assert.match(undelivered?.why ?? '', /^Slack: .*503/);
    assert.ok((await notices.undeliveredSince('2999-01-01T00:00:00.000Z', 100)).includes(id));
    const published: string[] = [];
    const again = tellingAgain({
      ...AROUND,
      notices,
      topicArn: 'arn:aws:sns:eu-west-1:222233334444:closeloop',
      sns: { publish: async ({ Message: text }) => published.push(text) },
      ownership: async () => OWNERSHIP,
      now: () => new Date(),
      warn: assert.fail,
    });
    assert.deepEqual(await again(id), { told: 1, waiting: 0 });
    const [text = ''] = published;
    await deliver(deps(), messageSchema.parse(JSON.parse(text)));
    assert.deepEqual(await notices.undelivered(id), []);
    assert.equal(shown(id).main.length, 1);
  });

  it('a message that somebody deleted is made anew', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1));
    slack.remove(shown(id).main[0]?.ts ?? '');
    await deliver(deps(), said(id, 2));
    assert.equal(shown(id).main.length, 1);
  });

  it('a team without a channel is told in the default one, or not at all', async () => {
    const one = said(newId(), 1);
    const { finding } = one;
    const silent = {
      ...one,
      finding: { ...finding, owner: { ...finding.owner, channels: ['mailto:x@example.com'] } },
    };
    assert.equal(await deliver(deps(), silent), 'no-channel');
    assert.equal(await deliver(deps({ defaultChannel: '#cloud-security' }), silent), 'delivered');
    assert.equal(shown(finding.workflowId).main[0]?.channel, 'C000000001');
  });

  it('a finding cannot inject markup, mention a channel or forge a link', async () => {
    const id = newId();
    const evil = '<!channel> <https://evil.example|Security Hub> *bold* & <@U0ADA>';
    const one = said(id, 1, { text: evil });
    await deliver(deps(), { ...one, finding: { ...one.finding, title: evil } });
    const [main] = shown(id).main;
    assert.doesNotMatch(main?.text ?? '', /</);
    assert.match(main?.text ?? '', /&lt;!channel&gt;/);
    const texts = main?.blocks.flatMap(
      (block) => JSON.stringify(block).match(/"type":"mrkdwn"/g) ?? [],
    );
    assert.deepEqual(texts, []);
  });

  it('texts of any length fit into what Slack takes', async () => {
    const id = newId();
    const long = '😀'.repeat(5000);
    const one = said(id, 1, { text: long, actor: long });
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

  it('the function tells what it cannot read and fails for what it could not deliver', async () => {
    const lines: string[] = [];
    const id = newId();
    const handle = subscriber({
      deliver: (m) => deliver(deps(), m),
      log: (line) => lines.push(line),
    });
    await handle(event(JSON.stringify({ version: 2 })));
    assert.match(lines[0] ?? '', /no message that we know/);
    slack.fail({ kind: 'down', on: /chat\.postMessage/ });
    await assert.rejects(handle(event(JSON.stringify(said(id, 1)))));
    await handle(event(JSON.stringify(said(id, 1))));
    assert.equal(shown(id).main.length, 1);
  });
});
