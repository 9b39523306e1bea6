/** What the sandbox's trackers have in common: an HTTP server whose next answers can be made to go wrong. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface TrackerRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came. */
  readonly body: string;
}

export interface TrackerAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type TrackerFault =
  /** It is done, but the answer never arrives. */
  | { readonly kind: 'lost'; readonly on: RegExp }
  /** Somebody else does something just before it. */
  | { readonly kind: 'meanwhile'; readonly on: RegExp; readonly does: () => unknown }
  | { readonly kind: 'down'; readonly on: RegExp }
  | { readonly kind: 'ratelimited'; readonly on: RegExp; readonly retryAfter: number };

export interface TrackerServer {
  readonly url: string;
  /** `POST /rest/api/3/issue 201`, in order; 0 for an answer that was lost. */
  readonly calls: readonly string[];
  /** The next request whose `METHOD path` matches goes wrong. */
  fail(fault: TrackerFault): void;
  stop(): Promise<void>;
}

export async function startTrackerServer(
  answer: (request: TrackerRequest) => TrackerAnswer,
): Promise<TrackerServer> {
  const calls: string[] = [];
  const faults: TrackerFault[] = [];
  const server = createServer((request, response) => {
    respond({ calls, faults, answer }, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    fail: (fault) => void faults.push(fault),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Serving {
  readonly calls: string[];
  readonly faults: TrackerFault[];
  readonly answer: (request: TrackerRequest) => TrackerAnswer;
}

async function respond(
  { calls, faults, answer }: Serving,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await read(incoming);
  const name = `${request.method} ${request.path}`;
  const fault = take(faults, name);
  const given = fault === undefined ? null : instead(fault);
  const { status, body, headers = {} } = given ?? answer(request);
  calls.push(`${name} ${fault?.kind === 'lost' ? 0 : status}`);
  if (fault?.kind === 'lost') {
    response.destroy();
    return;
  }
  if (body === undefined) response.writeHead(status, headers).end();
  else if (typeof body === 'string')
    response
      .writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers })
      .end(body);
  else response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function take(faults: TrackerFault[], name: string): TrackerFault | undefined {
  const at = faults.findIndex(({ on }) => on.test(name));
  return at < 0 ? undefined : faults.splice(at, 1)[0];
}

function instead(fault: TrackerFault): TrackerAnswer | null {
  switch (fault.kind) {
    case 'ratelimited':
      return {
        status: 429,
        body: { message: 'Rate limit exceeded.' },
        headers: { 'retry-after': String(fault.retryAfter) },
      };
    case 'down':
      return { status: 503, body: '<h1>Service Unavailable</h1>' };
    case 'meanwhile':
      fault.does();
      return null;
    case 'lost':
      return null;
  }
}

async function read(incoming: IncomingMessage): Promise<TrackerRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://tracker');
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(pathname),
    query: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
