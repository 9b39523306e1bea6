/** Slack on this machine: what our app uses of its Web API, and people who press buttons. */
import type { WireRequest } from '../../aws/gateway/wire.ts';
import { removeWhere, startVendorServer } from '../vendor-server.ts';
import type { VendorAnswer, VendorServer } from '../vendor-server.ts';
import { refused } from './answer.ts';
import type { Args } from './answer.ts';
import { pressed, submitted } from './interactions.ts';
import type { Interaction, Pressing } from './interactions.ts';
import { METHODS } from './methods.ts';
import { slackPage } from './page.ts';
import type { SlackMessage, SlackState, SlackUser } from './state.ts';
import type { OpenView } from './view-shape.ts';
import type { Filled } from './views.ts';

export const SLACK_TOKEN = 'xoxb-sandbox-only';

export interface SandboxSlack extends Pick<VendorServer, 'fail' | 'stop'> {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Where people read it. */
  readonly pageUrl: string;
  readonly messages: readonly SlackMessage[];
  readonly whispers: SlackState['whispers'];
  /** A person archives a channel, named without `#`. */
  archive(channel: string): void;
  /** A person deletes a message. */
  remove(ts: string): void;
  /** What Slack sends when this person presses that button. Throws when the message has no such button. */
  press(press: Pressing): Interaction;
  readonly views: readonly OpenView[];
  /** What Slack sends when a form is sent in. Throws for what Slack lets nobody enter. */
  submit(viewId: string, filled: Filled): Interaction;
}

export interface SlackOptions {
  /** Names without `#`. */
  readonly channels: readonly string[];
  readonly users: readonly SlackUser[];
}

export async function startSandboxSlack({ channels, users }: SlackOptions): Promise<SandboxSlack> {
  let url = '';
  const state: SlackState = {
    url: () => url,
    channels: new Map(channels.map((name, n) => [name, `C${String(n + 1).padStart(9, '0')}`])),
    archived: new Set(),
    users,
    messages: [],
    whispers: [],
    triggers: new Map(),
    views: [],
    last: 0,
  };
  const server = await startVendorServer((request) => answer(state, request));
  url = `${server.url}/`;
  return {
    ...server,
    apiUrl: `${url}api/`,
    pageUrl: url,
    messages: state.messages,
    whispers: state.whispers,
    archive: (channel) => void state.archived.add(channel),
    remove: (ts) => removeWhere(state.messages, (message) => message.ts === ts),
    press: (press) => pressed(state, press),
    views: state.views,
    submit: (viewId, filled) => submitted(state, viewId, filled),
  };
}

function answer(state: SlackState, request: WireRequest): VendorAnswer {
  const { method, path, headers } = request;
  if (method === 'GET' && /^\/(?:archives\/.*)?$/.test(path))
    return { status: 200, body: slackPage(state) };
  const { authorization } = headers;
  if (authorization === undefined) throw refused('not_authed');
  if (authorization !== `Bearer ${SLACK_TOKEN}`) throw refused('invalid_auth');
  const name = path.replace(/^\/api\//, '');
  const run = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (run === undefined) throw refused('unknown_method');
  return { status: 200, body: run(state, argsOf(request)) };
}

function argsOf({ headers, body }: WireRequest): Args {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (!form) throw refused('invalid_post_type');
  return Object.fromEntries(new URLSearchParams(body.toString()));
}
