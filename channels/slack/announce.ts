import type { SwitchMessage } from '../../activities/kill-switch/message.ts';
import { utc } from '../../domain/text.ts';
import { channelsOf, switchTitle, toEach } from '../announce.ts';
import type { Delivered } from '../delivery-lock.ts';
import type { Chat, Post } from './chat.ts';
import { since } from './main-message.ts';
import { escapeMrkdwn, plainText } from './text.ts';

export interface AnnounceDeps {
  readonly chat: Pick<Chat, 'channelId' | 'findPost' | 'post'>;
  readonly defaultChannel: string | null;
}

/** Posts into every team's channel. A repeated message is found, and not posted again. */
export async function announce(
  { chat, defaultChannel }: AnnounceDeps,
  message: SwitchMessage,
): Promise<Delivered> {
  const mark = { finding: message.id, part: 'main' };
  return await toEach(channelsOf(message, 'slack', defaultChannel), async (name) => {
    const channel = await chat.channelId(name);
    if ((await chat.findPost(channel, mark, since(message.at))) !== null) return;
    await chat.post(channel, switchPost(message), mark);
  });
}

/** All words stand in `plain_text`, where nothing is markup. */
function switchPost(message: SwitchMessage): Post {
  const { event, at } = message;
  const title = switchTitle(message);
  return {
    text: escapeMrkdwn(`${title}: ${event.text}`, 2000),
    blocks: [
      { type: 'header', text: plainText(title, 150) },
      { type: 'section', text: plainText(event.text, 2000) },
      { type: 'context', elements: [plainText(`${utc(at)}, ${event.actor}`, 300)] },
    ],
  };
}
