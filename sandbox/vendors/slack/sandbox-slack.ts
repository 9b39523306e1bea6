/** Slack on this machine: what our app uses of its Web API, and people who press buttons. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { pressed, submitted } from './interactions.ts';
import type { Interaction, Pressing } from './interactions.ts';
import { METHODS } from './methods.ts';
import type { Answer, Args } from './methods.ts';
import { slackPage } from './page.ts';
import type { Fault, SlackMessage, SlackState, SlackUser } from './state.ts';
import type { Filled, OpenView } from './views.ts';

export const SLACK_TOKEN = 'xoxb-sandbox-only';

export interface SandboxSlack {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Where people read it. */
  readonly pageUrl: string;
  readonly messages: readonly SlackMessage[];
  readonly whispers: SlackState['whispers'];
  readonly calls: SlackState['calls'];
  /** The next call of its method goes wrong. */
  fail(fault: Fault): void;
  /** A person archives a channel, named without `#`. */
  archive(channel: string): void;
  /** A person deletes a message. */
  remove(ts: string): void;
  /** What Slack sends when this person presses that button. Throws when the message has no such button. */
  press(press: Pressing): Interaction;
  readonly views: readonly OpenView[];
  /** What Slack sends when a form is sent in. Throws for what Slack lets nobody enter. */
  submit(viewId: string, filled: Filled): Interaction;
  stop(): Promise<void>;
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
    calls: [],
    faults: [],
    triggers: new Map(),
    views: [],
    last: 0,
  };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Slack has no TCP port.');
  url = `http://127.0.0.1:${address.port}/`;
  return {
    apiUrl: `${url}api/`,
    pageUrl: url,
    messages: state.messages,
    whispers: state.whispers,
    calls: state.calls,
    fail: (fault) => void state.faults.push(fault),
    archive: (channel) => void state.archived.add(channel),
    remove: (ts) => {
      const at = state.messages.findIndex((message) => message.ts === ts);
      state.messages.splice(at, at < 0 ? 0 : 1);
    },
    press: (press) => pressed(state, press),
    views: state.views,
    submit: (viewId, filled) => submitted(state, viewId, filled),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  state: SlackState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET' && /^\/(?:archives\/.*)?$/.test(request.url ?? '')) {
    response.writeHead(200, HTML_TYPE).end(slackPage(state));
    return;
  }
  const method = (request.url ?? '').replace(/^\/api\//, '');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const fault = takeFault(state, method);
  if (fault?.kind === 'ratelimited') {
    state.calls.push({ method, status: 429 });
    response.writeHead(429, { 'retry-after': String(fault.retryAfter), ...JSON_TYPE });
    response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    return;
  }
  if (fault?.kind === 'down') {
    state.calls.push({ method, status: 503 });
    response.writeHead(503).end('Service Unavailable');
    return;
  }
  const said = allowed(request) ?? carriedOut(state, method, argsOf(request, chunks));
  state.calls.push({ method, status: fault === undefined ? 200 : 0 });
  if (fault?.kind === 'lost') {
    response.destroy();
    return;
  }
  response.writeHead(200, JSON_TYPE).end(JSON.stringify(said));
}

const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function takeFault({ faults }: SlackState, method: string): Fault | undefined {
  const at = faults.findIndex((fault) => fault.method === method);
  return at < 0 ? undefined : faults.splice(at, 1)[0];
}

/** Null, or Slack's words for a token that is missing or wrong. */
function allowed({ headers }: IncomingMessage): Answer | null {
  const { authorization } = headers;
  if (authorization === undefined) return { ok: false, error: 'not_authed' };
  return authorization === `Bearer ${SLACK_TOKEN}` ? null : { ok: false, error: 'invalid_auth' };
}

function argsOf({ headers }: IncomingMessage, chunks: readonly Buffer[]): Args | null {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return form ? Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())) : null;
}

function carriedOut(state: SlackState, method: string, args: Args | null): Answer {
  const act = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (act === undefined) return { ok: false, error: 'unknown_method' };
  if (args === null) return { ok: false, error: 'invalid_post_type' };
  return act(state, args);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
