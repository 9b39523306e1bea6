import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request, read to its end. `path` and `search` are as sent, still percent-encoded. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly search: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const [path = '/', ...search] = (incoming.url ?? '/').split('?');
  return {
    method: incoming.method ?? 'GET',
    path,
    search: search.join('?'),
    query: new URLSearchParams(search.join('?')),
    headers: flatten(incoming),
    body: Buffer.concat(chunks),
  };
}

/** Sends the answer; a HEAD answer carries headers only. */
export function send(outgoing: ServerResponse, answer: WireAnswer, method: string): void {
  const length = Buffer.byteLength(answer.body);
  const headers: Record<string, string> = { ...answer.headers };
  if (method !== 'HEAD') headers['content-length'] = String(length);
  outgoing.writeHead(answer.status, headers);
  outgoing.end(method === 'HEAD' ? undefined : answer.body);
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}
