/** News about the kill switch, in every channel. */
import assert from 'node:assert/strict';

import { switchMessage } from '../../activities/kill-switch/message.ts';
import { announce as toSlack } from '../../channels/slack/announce.ts';
import { subscriber } from '../../channels/sns-subscriber.ts';
import { announce as toTeams } from '../../channels/teams/announce.ts';
import { OWNERSHIP } from '../builders/fake-policies.ts';

const NEWS = {
  id: 's-1/on',
  at: '2026-11-30T19:00:00.000Z',
  state: 'on',
  by: 'ada',
  why: 'wrong <!channel> buckets',
} as const;
const teams = OWNERSHIP.teams.map((team) => ({
  ...team,
  channels: ['slack:#all', `slack:#${team.slug}`, `teams:${team.slug}`, 'jira:PAY'],
}));
const message = switchMessage(NEWS, { ...OWNERSHIP, teams });

/** A chat in which posts are found again; posts into `broken` fail. */
function fakeChat(broken = 'none') {
  const posts = new Map<string, string>();
  return {
    posts,
    channelId: async (name: string) => name,
    findPost: async (channel: string) =>
      posts.has(channel) ? { container: channel, id: '1' } : null,
    post: async (channel: string, { text }: { readonly text: string }) => {
      if (channel === broken) throw new Error(`no channel ${broken}`);
      posts.set(channel, text);
      return { container: channel, id: '1' };
    },
  };
}

describe('news about the kill switch', () => {
  it('goes to the Slack channel of every team and to the default one, each once, without markup', async () => {
    const chat = fakeChat();
    assert.equal(await toSlack({ chat, defaultChannel: '#all' }, message), 'delivered');
    assert.equal(await toSlack({ chat, defaultChannel: '#ops' }, message), 'delivered');
    assert.deepEqual([...chat.posts.keys()], ['#all', '#cloud', '#payments', '#platform', '#ops']);
    assert.match(chat.posts.get('#payments') ?? '', /ada stopped all .*wrong &lt;!channel&gt; b/);
  });

  it('reaches the other channels where one does not exist, and is tried again', async () => {
    const chat = fakeChat('#cloud');
    const sent = toSlack({ chat, defaultChannel: null }, message);
    await assert.rejects(sent, /no channel #cloud/);
    assert.deepEqual([...chat.posts.keys()], ['#all', '#payments', '#platform']);
  });

  it('goes to the Teams workflow of every team', async () => {
    const posted: string[] = [];
    const workflows = {
      post: async (name: string, body: string) => {
        assert.match(body, /Kill switch ON: Closeloop writes nothing/);
        posted.push(name);
      },
    };
    await toTeams({ workflows, defaultWorkflow: null }, message);
    assert.deepEqual(posted, ['cloud', 'payments', 'platform']);
  });

  it('is told from what is about one finding by the function that subscribes', async () => {
    const heard: string[] = [];
    const handle = subscriber(
      async () => assert.fail('it is about no finding'),
      async ({ state }) => {
        heard.push(state);
        return 'delivered';
      },
      () => {},
    );
    await handle({ Records: [{ Sns: { Message: JSON.stringify(message) } }] });
    assert.deepEqual(heard, ['on']);
  });
});
