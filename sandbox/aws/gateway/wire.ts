import type { Incoming, Outgoing } from './two-protocols.ts';

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

export async function readRequest(incoming: Incoming): Promise<WireRequest> {
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
export function send(outgoing: Outgoing, answer: WireAnswer, method: string): void {
  const length = Buffer.byteLength(answer.body);
  const headers: Record<string, string> = { ...answer.headers };
  if (method !== 'HEAD') headers['content-length'] = String(length);
  outgoing.statusCode = answer.status;
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
  outgoing.end(method === 'HEAD' ? '' : answer.body);
}

function flatten(incoming: Incoming): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : (value ?? ''),
  ]);
  const headers: Record<string, string> = Object.fromEntries(entries);
  // HTTP/2 has no Host header; what was signed as `host` is the authority.
  return { ...headers, host: headers['host'] ?? headers[':authority'] ?? '' };
}
