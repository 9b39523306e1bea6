/** What Slack answers to each method that we use, as strictly as Slack: https://docs.slack.dev/reference/methods */
import { z } from 'zod';

import { parseJson } from '../vendor-server.ts';
import { problemsIn, refused } from './answer.ts';
import type { Answer, Args } from './answer.ts';
import { blocksShape } from './blocks.ts';
import type { Blocks } from './blocks.ts';
import { BOT, nextTs } from './state.ts';
import type { SlackMessage, SlackState } from './state.ts';
import { openView } from './views.ts';

export const METHODS: Readonly<Record<string, (state: SlackState, args: Args) => Answer>> = {
  'auth.test': () => ({ ok: true, team_id: 'T0SANDBOX', user_id: 'U0CLOSELOOP', bot_id: BOT }),
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
  'conversations.list': listChannels,
  'conversations.history': history,
  'conversations.replies': replies,
  'users.info': userInfo,
  'views.open': openView,
};

/** A name is taken only where a message is posted. */
function channelFor(state: SlackState, given = ''): string {
  return state.channels.get(given.replace(/^#/, '')) ?? knownId(state, given);
}

function knownId({ channels }: SlackState, id = ''): string {
  if (![...channels.values()].includes(id)) throw refused('channel_not_found');
  return id;
}

function isArchived({ channels, archived }: SlackState, id: string): boolean {
  return [...archived].some((name) => channels.get(name) === id);
}

function listChannels({ channels, archived }: SlackState, args: Args): Answer {
  const without = args['exclude_archived'] === 'true';
  const all = [...channels].map(([name, id]) => ({ id, name, is_archived: archived.has(name) }));
  const shown = all.filter(({ is_archived: gone }) => !without || !gone);
  return { ok: true, channels: shown, response_metadata: { next_cursor: '' } };
}

interface Content {
  readonly text: string;
  readonly blocks: Blocks;
  readonly metadata: unknown;
}

const metadataShape = z.strictObject({
  event_type: z.string().regex(/^[a-z0-9_]+$/i),
  event_payload: z.record(z.string(), z.unknown()),
});

function contentOf(args: Args): Content {
  const { text = '' } = args;
  if (text.length > 40_000) throw refused('msg_too_long');
  const blocks = blocksShape.safeParse(parseJson(args['blocks'] ?? '[]'));
  if (!blocks.success) {
    throw refused('invalid_blocks', ...problemsIn('/blocks', blocks.error));
  }
  if (text === '' && blocks.data.length === 0) throw refused('no_text');
  const { metadata: given } = args;
  const metadata = given === undefined ? null : metadataShape.safeParse(parseJson(given));
  if (metadata?.success === false) throw refused('invalid_metadata_format');
  return { text, blocks: blocks.data, metadata: metadata?.data };
}

function postMessage(state: SlackState, args: Args): Answer {
  const channel = channelFor(state, args['channel']);
  if (isArchived(state, channel)) throw refused('is_archived');
  const content = contentOf(args);
  const { thread_ts: threadTs = null } = args;
  if (threadTs !== null && find(state, channel, threadTs) === undefined)
    throw refused('thread_not_found');
  const ts = nextTs(state);
  const broadcast = args['reply_broadcast'] === 'true';
  const placed = { ts, channel, threadTs, broadcast, botId: BOT };
  state.messages.push({ ...placed, edited: 0, earlier: [], ...content });
  return { ok: true, channel, ts, message: { text: content.text, bot_id: BOT, ts } };
}

function find({ messages }: SlackState, channel: string, ts = ''): SlackMessage | undefined {
  return messages.find((message) => message.channel === channel && message.ts === ts);
}

function updateMessage(state: SlackState, args: Args): Answer {
  const channel = knownId(state, args['channel']);
  if (isArchived(state, channel)) throw refused('is_inactive');
  const message = find(state, channel, args['ts']);
  if (message === undefined) throw refused('message_not_found');
  if (message.botId !== BOT) throw refused('cant_update_message');
  const content = contentOf(args);
  message.earlier.push(message.text);
  Object.assign(message, content, { edited: message.edited + 1 });
  return { ok: true, channel, ts: message.ts, text: content.text };
}

function getPermalink(state: SlackState, args: Args): Answer {
  const channel = knownId(state, args['channel']);
  const message = find(state, channel, args['message_ts']);
  if (message === undefined) throw refused('message_not_found');
  const permalink = `${state.url()}archives/${channel}/p${message.ts.replace('.', '')}`;
  return { ok: true, channel, permalink };
}

function postEphemeral(state: SlackState, args: Args): Answer {
  const channel = channelFor(state, args['channel']);
  const { user = '', text = '' } = args;
  if (!state.users.some(({ id }) => id === user)) throw refused('user_not_in_channel');
  if (text === '') throw refused('no_text');
  state.whispers.push({ channel, user, text });
  return { ok: true, message_ts: nextTs(state) };
}

/** Newest first; replies only where they were broadcast. */
function history(state: SlackState, args: Args): Answer {
  const channel = knownId(state, args['channel']);
  const oldest = Number(args['oldest'] ?? 0);
  const all = state.messages.filter(
    (one) =>
      one.channel === channel &&
      (one.threadTs === null || one.broadcast) &&
      Number(one.ts) > oldest,
  );
  return paged(all.toReversed(), args);
}

function replies(state: SlackState, args: Args): Answer {
  const channel = knownId(state, args['channel']);
  const { ts = '' } = args;
  if (find(state, channel, ts) === undefined) throw refused('thread_not_found');
  const all = state.messages.filter(
    (one) => one.channel === channel && (one.ts === ts || one.threadTs === ts),
  );
  return paged(all, args);
}

function paged(all: readonly SlackMessage[], args: Args): Answer {
  const from = Number(args['cursor'] ?? 0);
  const limit = Math.min(Number(args['limit'] ?? 100), MOST_A_PAGE);
  const next = from + limit < all.length ? String(from + limit) : '';
  const withMetadata = args['include_all_metadata'] === 'true';
  const messages = all.slice(from, from + limit).map((one) => ({
    type: 'message',
    ts: one.ts,
    text: one.text,
    bot_id: one.botId,
    ...(withMetadata && one.metadata !== undefined ? { metadata: one.metadata } : {}),
  }));
  return { ok: true, messages, has_more: next !== '', response_metadata: { next_cursor: next } };
}

/** Slack allows 999; a small page makes every search turn pages. */
const MOST_A_PAGE = 3;

function userInfo({ users }: SlackState, args: Args): Answer {
  const user = users.find(({ id }) => id === args['user']);
  if (user === undefined) throw refused('user_not_found');
  const { email, ...rest } = user;
  return { ok: true, user: { is_email_confirmed: true, ...rest, profile: { email } } };
}
