/** A finding that changes its owner, as Slack shows it. */
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
import { newId } from '../../activities/ledger/sample.ts';
import { message } from '../../activities/notify/notices.ts';
import { silentLogger } from './silent-logger.ts';

/** The message number `seq`, while the finding is with a team whose channel has the team's name. */
function said(workflowId: string, seq: number, team: string): Message {
  const sequence = `000001#${String(seq).padStart(8, '0')}`;
  const one = message({ workflowId, sequence, text: `said ${seq}` });
  const owner = { ...one.finding.owner, team, channels: [`slack:#${team}`] };
  return { ...one, finding: { ...one.finding, owner } };
}

describe('Slack, when a finding changes its owner', () => {
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
        logger: silentLogger,
      }),
      defaultChannel: null,
      now: Date.now,
      newId: randomUUID,
      pause: async () => {},
    };
  }

  /** What stands for the finding in each channel, in the order in which it was made. */
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
  function standing(workflowId: string): readonly string[] {
    return mains(workflowId).map(({ channel, decides, text }) => {
      const to = /told in (#\w+)/.exec(text)?.[1];
      return `${channel}: ${decides ? 'decides' : `moved to ${to}`}`;
    });
  }

  it('it stands in the channel of its new owner, and the old message says where, and decides nothing', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    await deliver(deps(), said(id, 2, 'data'));
    assert.deepEqual(standing(id), ['payments: moved to #data', 'data: decides']);
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
    assert.match(old?.text ?? '', /^Moved: HIGH S3\.PublicAccess on .*It is with data now/);
  });

  it('its history goes on in the new thread, and the old thread stays', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    const lines = mains(id).map(({ ts }) =>
      slack.messages.filter(({ threadTs }) => threadTs === ts).map(({ text }) => text),
    );
    assert.deepEqual(lines, [['Waits for you: said 1'], ['Waits for you: said 2']]);
  });

  it('back where it was, the message of then stands for it again', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    await deliver(deps(), said(id, 3, 'payments'));
    assert.deepEqual(standing(id), ['payments: decides', 'data: moved to #payments']);
    const [place] = await dynamoChannelPlaces(openStore(ledger.client, PREFIX)).places(id);
    assert.equal(place?.address?.url, addressOf('C000000001', mains(id)[0]?.ts));
    await deliver(deps(), said(id, 4, 'data'));
    assert.deepEqual(standing(id), ['payments: moved to #data', 'data: decides']);
  });

  it('where somebody deleted the message of then it gets a new one', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    await deliver(deps(), said(id, 2, 'data'));
    slack.remove(mains(id)[0]?.ts ?? '');
    await deliver(deps(), said(id, 3, 'payments'));
    assert.deepEqual(standing(id), ['data: moved to #payments', 'payments: decides']);
  });

  it('a message that comes late moves nothing back', async () => {
    const id = newId();
    await deliver(deps(), said(id, 2, 'data'));
    await deliver(deps(), said(id, 1, 'payments'));
    assert.deepEqual(standing(id), ['data: decides']);
  });

  it('a farewell that was lost is said later, by whatever newer message comes, and not by an older one', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    slack.fail({ kind: 'down', on: /chat\.update/ });
    await assert.rejects(deliver(deps(), said(id, 3, 'data')));
    assert.deepEqual(standing(id), ['payments: decides', 'data: decides']);
    await deliver(deps(), said(id, 2, 'payments'));
    assert.deepEqual(standing(id), ['payments: decides', 'data: decides']);
    await deliver(deps(), said(id, 3, 'data'));
    assert.deepEqual(standing(id), ['payments: moved to #data', 'data: decides']);
  });

  it('an answer that was lost while it moved leaves one message in the new channel', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 2, 'data')));
    await deliver(deps(), said(id, 2, 'data'));
    assert.deepEqual(standing(id), ['payments: moved to #data', 'data: decides']);
  });

  it('an answer that was lost is found even when it moved on meanwhile', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    slack.fail({ kind: 'lost', on: /chat\.postMessage/ });
    await assert.rejects(deliver(deps(), said(id, 2, 'data')));
    await deliver(deps(), said(id, 3, 'web'));
    assert.deepEqual(standing(id), [
      'payments: moved to #web',
      'data: moved to #web',
      'web: decides',
    ]);
  });

  it('two workers that move it at once make one message in the new channel', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'payments'));
    const [second, third] = [said(id, 2, 'data'), said(id, 3, 'data')];
    const both = await Promise.allSettled([deliver(deps(), second), deliver(deps(), third)]);
    for (const one of both)
      if (one.status === 'rejected') assert.ok(one.reason instanceof Busy, String(one.reason));
    await deliver(deps(), second);
    await deliver(deps(), third);
    assert.deepEqual(standing(id), ['payments: moved to #data', 'data: decides']);
  });

  it('a channel that was archived has nobody to tell; one that it moves to is an error on the finding', async () => {
    const id = newId();
    await deliver(deps(), said(id, 1, 'old'));
    slack.archive('old');
    await deliver(deps(), said(id, 2, 'data'));
    assert.deepEqual(standing(id), ['old: decides', 'data: decides']);
    await assert.rejects(deliver(deps(), said(id, 3, 'old')), /Slack has no channel #old/);
    assert.deepEqual(standing(id), ['old: decides', 'data: decides']);
    await deliver(deps(), said(id, 4, 'payments'));
    assert.deepEqual(standing(id).slice(1), ['data: moved to #payments', 'payments: decides']);
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
      assert.deepEqual(standing(id), ['data: moved to #payments', 'payments: decides']);
    });
});
