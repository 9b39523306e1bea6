/** What Closeloop needs of Slack, through Slack's own client. https://docs.slack.dev/reference/methods */
import { LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { KnownBlock, Logger, ModalView } from '@slack/web-api';
import { z } from 'zod';

import type { Waits } from '../http.ts';

export interface Post {
  /** For notifications and readers without blocks. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export interface Place {
  /** The channel's id. */
  readonly container: string;
  /** The message's `ts`. */
  readonly id: string;
  /** The channel as the team names it. */
  readonly name?: string;
  readonly address?: { readonly name: string; readonly url: string };
}

/** Which of our messages it is; sent as the message's metadata. */
interface Mark {
  readonly finding: string;
  /** `main`, or the sequence of a line in its thread. */
  readonly part: string;
}

interface Reply extends Post {
  /** Shown in the channel too. */
  readonly broadcast: boolean;
}

export interface Chat {
  /** The id of `#name`; ids stay as they are. Throws `NoSuchChannel`. */
  channelId(name: string): Promise<string>;
  post(channel: string, post: Post, mark: Mark): Promise<Place>;
  /** False when the message is gone, or its channel. */
  update(place: Place, post: Post, mark: Mark): Promise<boolean>;
  reply(place: Place, reply: Reply, mark: Mark): Promise<void>;
  /** Our own message with that mark since then (epoch seconds). Null only after a complete search. */
  findPost(channel: string, mark: Mark, since: number): Promise<Place | null>;
  hasReply(place: Place, mark: Mark): Promise<boolean>;
  /** The address at which people open the message; null when it is gone. */
  permalink(place: Place): Promise<string | null>;
  /** Shows a text to this person only. */
  whisper(channel: string, user: string, text: string): Promise<void>;
  /** Within three seconds of the press that gave the trigger. */
  openForm(trigger: string, form: ModalView): Promise<void>;
  person(user: string): Promise<SlackPerson>;
}

interface SlackPerson {
  /** Null where Slack has not confirmed it. */
  readonly mail: string | null;
  /** Why nobody may decide with this account, in one sentence; null when its person may. */
  readonly refused: string | null;
}

export interface ChatOptions extends Waits {
  readonly token: string;
  /** Another root than Slack's own, for an emulator. */
  readonly apiUrl: string | undefined;
}

/** One try each, but for rate limits, whose `Retry-After` is waited out. */
export function slackChat(options: ChatOptions): Chat {
  const web = new WebClient(options.token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 8_000,
    logger: SILENT,
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
  });
  const call: Call = (method, args) =>
    withRateLimits(options, async () => await web.apiCall(method, args));
  return {
    channelId: (name) => channelId(call, name),
    post: (channel, post, mark) => postMessage(call, { channel, ...post }, mark),
    update: (place, post, mark) => update(call, place, { post, mark }),
    reply: async (place, { broadcast, ...post }, mark) => {
      const thread = { thread_ts: place.id, reply_broadcast: broadcast };
      await postMessage(call, { channel: place.container, ...thread, ...post }, mark);
    },
    findPost: (channel, mark, since) =>
      findMarked(call, 'conversations.history', { mark, args: { channel, oldest: String(since) } }),
    hasReply: async ({ container: channel, id: ts }, mark) =>
      (await findMarked(call, 'conversations.replies', { mark, args: { channel, ts } })) !== null,
    permalink: (place) => permalink(call, place),
    whisper: async (channel, user, text) => {
      await call('chat.postEphemeral', { channel, user, text, ...PLAIN });
    },
    openForm: async (trigger, view) => {
      await call('views.open', { trigger_id: trigger, view });
    },
    person: (user) => person(call, user),
  };
}

type Call = (method: string, args: Record<string, unknown>) => Promise<unknown>;

/** Whoever calls logs what is thrown. */
const SILENT: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  setName: () => {},
  getLevel: () => LogLevel.ERROR,
};

/** Waits out Slack's `Retry-After`. https://docs.slack.dev/apis/web-api/rate-limits */
async function withRateLimits<T>({ sleep, patience }: Waits, call: () => Promise<T>): Promise<T> {
  let left = patience;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      const wait = error.retryAfter * 1000;
      if (wait > left) throw error;
      left -= wait;
      await sleep(wait);
    }
  }
}

/** Nothing in a text becomes a mention, a link or a preview. */
const PLAIN = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false };

const posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

async function postMessage(
  call: Call,
  args: { readonly channel: string } & Post & Record<string, unknown>,
  mark: Mark,
): Promise<Place> {
  const answer = await call('chat.postMessage', { ...args, ...PLAIN, metadata: metadata(mark) });
  const { channel, ts } = posted.parse(answer);
  return { container: channel, id: ts };
}

function metadata({ finding, part }: Mark): Record<string, unknown> {
  return { event_type: EVENT, event_payload: { finding, part } };
}

const EVENT = 'closeloop_finding';

async function update(
  call: Call,
  { container: channel, id: ts }: Place,
  { post, mark }: { readonly post: Post; readonly mark: Mark },
): Promise<boolean> {
  const args = { channel, ts, ...post, parse: 'none', link_names: false };
  const answer = call('chat.update', { ...args, metadata: metadata(mark) });
  return (await unlessGone(answer)) !== null;
}

const linked = z.object({ permalink: z.url() });

/** https://docs.slack.dev/reference/methods/chat.getPermalink */
async function permalink(call: Call, { container: channel, id }: Place): Promise<string | null> {
  const answer = await unlessGone(call('chat.getPermalink', { channel, message_ts: id }));
  return answer === null ? null : linked.parse(answer).permalink;
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && GONE.includes(error.data.error)) return null;
    throw error;
  }
}

/** Of a frozen, archived or deleted channel `is_inactive`. https://docs.slack.dev/reference/methods/chat.update */
const GONE: readonly string[] = ['message_not_found', 'channel_not_found', 'is_inactive'];

const page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        bot_id: z.string().optional(),
        metadata: z
          .object({
            event_type: z.string().optional(),
            event_payload: z.record(z.string(), z.unknown()).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});

interface Search {
  readonly mark: Mark;
  readonly args: { readonly channel: string } & Record<string, unknown>;
}

/** Other apps may use the same metadata: only what our own app wrote counts. */
async function findMarked(
  call: Call,
  method: string,
  { mark, args }: Search,
): Promise<Place | null> {
  const { bot_id: us } = z.object({ bot_id: z.string() }).parse(await call('auth.test', {}));
  for await (const answer of pagesOf(call, method, { ...args, include_all_metadata: true })) {
    const { messages } = page.parse(answer);
    const found = messages.find(
      ({ bot_id: by, metadata: of }) =>
        by === us &&
        of?.event_type === EVENT &&
        of.event_payload?.['finding'] === mark.finding &&
        of.event_payload['part'] === mark.part,
    );
    if (found !== undefined) return { container: args.channel, id: found.ts };
  }
  return null;
}

const nextPage = z.object({
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});

/** All pages of a method's answer. https://docs.slack.dev/apis/web-api/pagination */
async function* pagesOf(call: Call, method: string, args: Record<string, unknown>) {
  let cursor = '';
  do {
    const answer = await call(method, { ...args, limit: 200, ...(cursor !== '' && { cursor }) });
    yield answer;
    cursor = nextPage.parse(answer).response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
}

/** A team's channel that does not exist, or that we were not invited to. */
class NoSuchChannel extends Error {
  override readonly name = 'NoSuchChannel';
}

const channels = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
});

async function channelId(call: Call, name: string): Promise<string> {
  if (/^[CG][A-Z0-9]{6,}$/.test(name)) return name;
  const wanted = name.replace(/^#/, '');
  const args = { types: 'public_channel,private_channel', exclude_archived: true };
  for await (const answer of pagesOf(call, 'conversations.list', args)) {
    const found = channels.parse(answer).channels.find((channel) => channel.name === wanted);
    if (found !== undefined) return found.id;
  }
  throw new NoSuchChannel(
    `Slack has no channel ${name} that this app can see: correct the team's channels in the ownership table, or invite the app.`,
  );
}

/** An account that Slack does not know, or does not show to the app, may not decide. */
async function person(call: Call, user: string): Promise<SlackPerson> {
  try {
    return personIn(await call('users.info', { user }));
  } catch (error) {
    const unknown = error instanceof WebAPIPlatformError && UNKNOWN.includes(error.data.error);
    if (!unknown) throw error;
    return { mail: null, refused: 'Slack does not show this account to the app' };
  }
}

const UNKNOWN: readonly string[] = ['user_not_found', 'user_not_visible'];

const userAnswer = z.object({
  user: z.object({
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_email_confirmed: z.boolean().default(false),
    profile: z.object({ email: z.string().optional() }).default({}),
  }),
});

/** https://docs.slack.dev/reference/objects/user-object */
function personIn(answer: unknown): SlackPerson {
  const { user } = userAnswer.parse(answer);
  const mail = user.is_email_confirmed ? (user.profile.email ?? null) : null;
  const wrong = [
    ...(user.deleted ? ['is deactivated'] : []),
    ...(user.is_bot ? ['is a bot'] : []),
    ...(user.is_stranger ? ['is of another organisation'] : []),
    ...(user.is_restricted ? ['is a guest'] : []),
    ...(mail === null ? ['has no confirmed mail address that this app can see'] : []),
  ];
  const refused = wrong.length === 0 ? null : `this Slack account ${wrong.join(' and ')}`;
  return { mail, refused };
}
