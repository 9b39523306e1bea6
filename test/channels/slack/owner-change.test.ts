/** Slack messages of a finding whose owner changes. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { PutCommand } from '@aws-sdk/lib-dynamodb';

import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import { dynamoChannelPlaces } from '../../../activities/ledger/notice/channel-places.ts';
import { dynamoDeliveries } from '../../../activities/ledger/notice/deliveries.ts';
import type { Message } from '../../../activities/notify/message.ts';
import { Busy } from '../../../channels/delivery-lock.ts';
import { slackChat } from '../../../channels/slack/chat.ts';
import { deliver } from '../../../channels/slack/deliver.ts';
import type { DeliverDeps } from '../../../channels/slack/deliver.ts';
import { SLACK_TOKEN, startSandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import type { SandboxSlack } from '../../../sandbox/vendors/slack/sandbox-slack.ts';
import { PREFIX, startLedgerWorld } from '../../activities/ledger/ledger-world.ts';
import type { LedgerWorld } from '../../activities/ledger/ledger-world.ts';
import { newId } from '../../builders/story.ts';
import { numbered, ownedBy } from '../sample-message.ts';

/** The message number `seq`, while the finding is with a team whose channel has the team's name. */
function said(workflowId: string, seq: number, team: string): Message {
  return ownedBy(numbered(workflowId, seq, { text: `said ${seq}` }), [`slack:#${team}`], team);
}

describe('Slack messages of a finding whose owner changes', () => {
  let slack: SandboxSlack;
  let ledger: LedgerWorld;
  before(async () => {
    slack = await startSandboxSlack({ channels: ['payments', 'data', 'old', 'web'], users: [] });
    ledger = await startLedgerWorld();
  });
  after(async () => {
    await slack.stop();
    await ledger.stop();
  });

  function deps(): DeliverDeps {
    return {
      deliveries: dynamoDeliveries(openStore(ledger.client, PREFIX), Date.now),
      chat: slackChat({
        token: SLACK_TOKEN,
        apiUrl: slack.apiUrl,
        sleep: async () => {},
        patience: 0,
      }),
      defaultChannel: null,
      now: Date.now,
      newId: randomUUID,
      pause: async () => {},
    };
  }

  /** The finding's main message in each channel, oldest first. */
  function mains(workflowId: string) {
    const channels = ['payments', 'data', 'old', 'web'];
    return slack.messages
      .filter((one) => one.threadTs === null && JSON.stringify(one.metadata).includes(workflowId))
      .map(({ ts, channel, text, blocks }) => ({
        ts,
        channel: channels[Number(channel.slice(1)) - 1],
        text,
        decides: JSON.stringify(blocks).includes('closeloop-approve'),
      }));
  }

  function addressOf(channel: string, ts = ''): string {
    return `${slack.pageUrl}archives/${channel}/p${ts.replace('.', '')}`;
  }

  /** Which of its messages decide, and which say that it moved. */
  function shown(workflowId: string): readonly string[] {
    return mains(workflowId).map(({ channel, decides, text }) => {
      const to = /messages are in (#\w+)/.exec(text)?.[1];
      return `${channel}: ${decides ? 'decides' : `moved to ${to}`}`;
    });
  }

  it('appear in the new channel; the old message says where, and has no buttons that decide', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    await deliver(deps(), said(id, 2, 'data'));
    assert.deepEqual(shown(id), ['payments: moved to #data', 'data: decides']);
    const [old, now] = mains(id);
    assert.deepEqual(await dynamoChannelPlaces(openStore(ledger.client, PREFIX)).places(id), [
      {
        channel: 'slack',
        container: 'C000000002',
        id: now?.ts,
        name: '#data',
        address: { name: now?.ts, url: addressOf('C000000002', now?.ts) },
      },
    ]);
    assert.match(
      old?.text ?? '',
      /^Moved to data: block public access on .*data owns this finding now/,
    );
  });

  it('continue their history in the new thread; the old thread stays', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    const lines = mains(id).map(({ ts }) =>
      slack.messages.filter(({ threadTs }) => threadTs === ts).map(({ text }) => text),
    );
    assert.deepEqual(lines, [['Waits for you: said 1'], ['Waits for you: said 2']]);
  });

  it('reuse the earlier message when the finding returns to its first owner', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    await deliver(deps(), said(id, 3, 'payments'));
    assert.deepEqual(shown(id), ['payments: decides', 'data: moved to #payments']);
    const [place] = await dynamoChannelPlaces(openStore(ledger.client, PREFIX)).places(id);
    assert.equal(place?.address?.url, addressOf('C000000001', mains(id)[0]?.ts));
    await deliver(deps(), said(id, 4, 'data'));
    assert.deepEqual(shown(id), ['payments: moved to #data', 'data: decides']);
  });

  it('delivery to Slack posts the message again when the finding returns and somebody deleted the earlier one', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    slack.remove(mains(id)[0]?.ts ?? '');
    await deliver(deps(), said(id, 3, 'payments'));
    assert.deepEqual(shown(id), ['data: moved to #payments', 'payments: decides']);
  });

  it('stay in the new channel when a late message names the old owner', async () => {
    const id = newId();
    await deliver(deps(), said(id, 2, 'data'));
    await deliver(deps(), said(id, 1, 'payments'));
    assert.deepEqual(shown(id), ['data: decides']);
  });

  it('retry a failed moved-to notice with the next newer message, and not with an older one', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    slack.fail({ kind: 'down', on: /chat\.update/ });
    await assert.rejects(deliver(deps(), said(id, 3, 'data')));
    assert.deepEqual(shown(id), ['payments: decides', 'data: decides']);
    await deliver(deps(), said(id, 2, 'payments'));
    assert.deepEqual(shown(id), ['payments: decides', 'data: decides']);
    await deliver(deps(), said(id, 3, 'data'));
    assert.deepEqual(shown(id), ['payments: moved to #data', 'data: decides']);
  });

  it('appear once in the new channel when the answer to that post was lost', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 2, 'data')));
    await deliver(deps(), said(id, 2, 'data'));
    assert.deepEqual(shown(id), ['payments: moved to #data', 'data: decides']);
  });

  it('get their moved-to notice where a post with a lost answer was made in a channel between', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 2, 'data')));
    await deliver(deps(), said(id, 3, 'web'));
    assert.deepEqual(shown(id), ['payments: moved to #web', 'data: moved to #web', 'web: decides']);
  });

  it('appear once in the new channel when two workers deliver at once', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    const [second, third] = [said(id, 2, 'data'), said(id, 3, 'data')];
    const both = await Promise.allSettled([deliver(deps(), second), deliver(deps(), third)]);
    for (const one of both)
      if (one.status === 'rejected') assert.ok(one.reason instanceof Busy, String(one.reason));
    await deliver(deps(), second);
    await deliver(deps(), third);
    assert.deepEqual(shown(id), ['payments: moved to #data', 'data: decides']);
  });

  it('skip the notice in an archived channel, and fail where the new channel is archived', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'old'));
    slack.archive('old');
    await deliver(deps(), said(id, 2, 'data'));
    assert.deepEqual(shown(id), ['old: decides', 'data: decides']);
    await assert.rejects(deliver(deps(), said(id, 3, 'old')), /Slack has no channel #old/);
    assert.deepEqual(shown(id), ['old: decides', 'data: decides']);
    await deliver(deps(), said(id, 4, 'payments'));
    assert.deepEqual(shown(id).slice(1), ['data: moved to #payments', 'payments: decides']);
  });

  for (const [when, row] of [
    ['before messages moved', (here: object) => ({ place: here })],
    [
      'when rows named only what was still to be told',
      (here: object) => ({ place: null, leaving: [here] }),
    ],
  ] as const)
    it(`a row of the ledger that was written ${when} still counts`, async () => {
      const id = newId();
      await deliver(deps(), said(id, 1, 'data'));
      const [first] = mains(id);
      const { channel: container = '', ts = '' } =
        slack.messages.find((one) => one.ts === first?.ts) ?? {};
      await ledger.client.send(
        new PutCommand({
          TableName: `${PREFIX}-messages`,
          Item: {
            workflowId: id,
            item: 'channel#slack',
            schema: 1,
            delivery: {
              ...row({ container, id: ts }),
              begun: null,
              shown: '',
              told: [],
              telling: [],
            },
          },
        }),
      );
      await deliver(deps(), said(id, 2, 'payments'));
      assert.deepEqual(shown(id), ['data: moved to #payments', 'payments: decides']);
    });
});
