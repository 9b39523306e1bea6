/** Teams on this machine: workflows that take Adaptive Cards, stricter than Teams, which says nothing of what it drops. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import { readCard } from './card-problems.ts';
import type { SandboxCard } from './card-problems.ts';

interface PostedCard {
  /** The workflow's name. */
  readonly workflow: string;
  readonly card: SandboxCard;
  /** All that a person reads, a line each block. */
  readonly text: string;
}

/** What the next request meets. `lost`: posted, and the answer never arrives. */
type TeamsFault =
  | { readonly kind: 'ratelimited'; readonly retryAfter: number | string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'lost' };

export interface SandboxTeams {
  readonly root: string;
  /** Addresses by name, as TEAMS_WORKFLOWS has them. */
  readonly urls: Readonly<Record<string, string>>;
  readonly posted: readonly PostedCard[];
  /** Statuses that were answered; 0 for none. */
  readonly answers: readonly number[];
  fail(fault: TeamsFault): void;
  stop(): Promise<void>;
}

const SIGNATURE = 'sandbox-only-signature';
/** https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using */
const MOST_BYTES = 28 * 1024;

interface State {
  readonly names: readonly string[];
  readonly posted: PostedCard[];
  readonly answers: number[];
  readonly faults: TeamsFault[];
}

export async function startSandboxTeams(names: readonly string[]): Promise<SandboxTeams> {
  const state: State = { names, posted: [], answers: [], faults: [] };
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Teams has no TCP port.');
  const root = `http://127.0.0.1:${address.port}`;
  const urlOf = (name: string) =>
    `${root}/workflows/${name}/triggers/manual/paths/invoke?api-version=1&sig=${SIGNATURE}`;
  return {
    root,
    urls: Object.fromEntries(names.map((name) => [name, urlOf(name)])),
    posted: state.posted,
    answers: state.answers,
    fail: (fault) => void state.faults.push(fault),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Reply {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const fault = state.faults.shift() ?? null;
  const reply = broken(fault) ?? taken(state, request, Buffer.concat(chunks));
  state.answers.push(fault?.kind === 'lost' ? 0 : reply.status);
  if (fault?.kind === 'lost') {
    response.destroy();
    return;
  }
  const { status, code, headers = {} } = reply;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(code === undefined ? '' : JSON.stringify({ error: { code, message: code } }));
}

function broken(fault: TeamsFault | null): Reply | null {
  if (fault === null || fault.kind === 'lost') return null;
  if (fault.kind === 'status') return { status: fault.status, code: 'Broken' };
  const headers = { 'retry-after': String(fault.retryAfter) };
  return { status: 429, code: 'TooManyRequests', headers };
}

const envelope = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.unknown(),
      }),
    )
    .length(1),
});

function taken(state: State, request: IncomingMessage, body: Buffer): Reply {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const workflow = /^\/workflows\/([\w-]+)\/triggers\/manual\/paths\/invoke$/.exec(
    url.pathname,
  )?.[1];
  if (workflow === undefined || !state.names.includes(workflow) || request.method !== 'POST')
    return { status: 404, code: 'WorkflowNotFound' };
  if (url.searchParams.get('sig') !== SIGNATURE)
    return { status: 401, code: 'DirectApiInvalidAuthorizationScheme' };
  if (body.length > MOST_BYTES) return { status: 413, code: 'RequestEntityTooLarge' };
  const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  const parsed = isJson ? envelope.safeParse(jsonOf(body)) : null;
  const [attachment] = parsed?.data?.attachments ?? [];
  if (attachment === undefined) return { status: 400, code: 'TriggerInputSchemaMismatch' };
  const read = readCard(attachment.content);
  if ('problems' in read) return { status: 400, code: 'InvalidCard' };
  state.posted.push({ workflow, card: read.card, text: textOf(read.card) });
  return { status: 202 };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function textOf({ body }: SandboxCard): string {
  const lines = body.map((one) =>
    one.type === 'TextBlock' ? one.text : one.inlines.map(({ text }) => text).join(''),
  );
  return lines.join('\n');
}
