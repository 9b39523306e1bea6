import assert from 'node:assert/strict';

import type { ChannelPlace } from '../../../../activities/ledger/notice/channel-places.ts';
import { showFinding } from '../../../../console/commands/findings/show.ts';
import { lifecycle, NOW, textOf } from '../../rows.ts';
import { from, story } from './show-sample.ts';

const PLACES: readonly ChannelPlace[] = [
  { channel: 'slack', container: 'C000000001', id: '1767.000001', name: '#payments' },
  { channel: 'teams', container: 'security', id: '000001#00000002' },
  {
    channel: 'tickets',
    container: 'jira:PAY',
    id: '10042',
    address: { name: 'PAY-7', url: 'https://acme.atlassian.net/browse/PAY-7' },
  },
];

async function shown(places: readonly ChannelPlace[]) {
  const row = lifecycle();
  const whereTold = { places: async () => await Promise.resolve(places) };
  return await showFinding(from(row, story, { whereTold }), row.workflowId, NOW);
}

describe('findings show of notifications', () => {
  it('findings show names the ticket with its address, the message in Slack and the cards in Teams', async () => {
    const text = textOf(await shown(PLACES));
    assert.match(text, /^Notifications$/m);
    assert.match(text, /^ +Slack {3}#payments, message 1767\.000001$/m);
    assert.match(text, /^ +Teams {3}cards in security$/m);
    assert.match(
      text,
      /^ +Ticket {2}PAY-7 in jira:PAY: https:\/\/acme\.atlassian\.net\/browse\/PAY-7$/m,
    );
  });

  it('findings show lists notifications as JSON, with null for what is not known', async () => {
    const { json } = await shown(PLACES);
    assert.deepEqual(json['told'], [
      { channel: 'slack', in: '#payments', id: '1767.000001', name: null, url: null },
      { channel: 'teams', in: 'security', id: '000001#00000002', name: null, url: null },
      {
        channel: 'tickets',
        in: 'jira:PAY',
        id: '10042',
        name: 'PAY-7',
        url: 'https://acme.atlassian.net/browse/PAY-7',
      },
    ]);
  });

  it('findings show links the message in Slack where its address is known', async () => {
    const url = 'https://acme.slack.com/archives/C000000001/p1767000001';
    const address = { name: '1767.000001', url };
    const place = { channel: 'slack', container: 'C000000001', id: '1767.000001' };
    const text = textOf(await shown([{ ...place, name: '#payments', address }]));
    assert.match(
      text,
      /^ +Slack {2}#payments: https:\/\/acme\.slack\.com\/archives\/C000000001\/p/m,
    );
  });

  it('findings show names a ticket by its own id while its address is not known', async () => {
    const bare = { channel: 'tickets', container: 'azure-devops:Data', id: '17' };
    assert.match(textOf(await shown([bare])), /^ +Ticket {2}17 in azure-devops:Data$/m);
    assert.doesNotMatch(textOf(await shown([])), /Notifications/);
  });
});
