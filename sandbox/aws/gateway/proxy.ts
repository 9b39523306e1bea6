import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';

import { notImplemented } from './aws-error.ts';
import type { Call } from './identify/call.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

export interface Backend {
  /** Sends a request on in the name of `account`; throws NotImplemented for what the back end does not know. */
  forward(request: WireRequest, call: Call, account: string): Promise<WireAnswer>;
  close(): void;
}

/**
 * The emulator behind the gateway. It takes a 12-digit access key id for the account and checks no
 * signature, so an account is chosen by writing its number into the request's credential.
 */
export function connectBackend(backendUrl: string, publicUrl: () => string): Backend {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const host = new URL(backendUrl).host;
  return {
    forward: async (request, call, account) => {
      const answer = await exchange(backendUrl, agent, inNameOf(request, account, host));
      refuseUnknown(answer, call);
      return call.service === 'sqs' ? withPublicUrl(answer, backendUrl, publicUrl()) : answer;
    },
    close: () => agent.destroy(),
  };
}

/** Framing belongs to each connection; a session token means nothing behind the gateway. */
const NOT_FORWARDED = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'x-amz-security-token',
]);

function inNameOf(request: WireRequest, account: string, host: string): WireRequest {
  const kept = Object.entries(request.headers).filter(([name]) => !NOT_FORWARDED.has(name));
  const headers: Record<string, string> = Object.fromEntries(kept);
  headers['host'] = host;
  const signed = headers['authorization'];
  if (signed)
    headers['authorization'] = signed.replace(/Credential=[^/]+/, `Credential=${account}`);
  if (request.body.length > 0) headers['content-length'] = String(request.body.length);
  const search = request.search.replace(/X-Amz-Credential=[^%/]+/, `X-Amz-Credential=${account}`);
  return { ...request, search, headers };
}

/** Sends the request again when the back end had closed a kept-alive connection before the request reached it. */
async function exchange(backendUrl: string, agent: Agent, sent: WireRequest): Promise<WireAnswer> {
  const first = await attempt(backendUrl, agent, sent);
  const incoming = first === 'stale' ? await attempt(backendUrl, agent, sent) : first;
  if (incoming === 'stale') throw new Error('The back end closes every connection.');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = endToEnd(incoming);
  return { status: incoming.statusCode ?? 502, headers, body: Buffer.concat(chunks) };
}

function attempt(
  backendUrl: string,
  agent: Agent,
  { method, path, search, headers, body }: WireRequest,
): Promise<IncomingMessage | 'stale'> {
  return new Promise((resolve, reject) => {
    const target = search ? `${path}?${search}` : path;
    const options = { agent, method, path: target, headers };
    const outgoing = httpRequest(backendUrl, options, resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve('stale');
      else reject(error);
    });
    outgoing.end(body);
  });
}

/** Without the headers that belong to one connection only. */
function endToEnd(incoming: IncomingMessage): Record<string, string> {
  const hop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);
  const kept = Object.entries(incoming.headers).filter(([name]) => !hop.has(name));
  const headers = Object.fromEntries(kept.map(([name, value]) => [name, String(value ?? '')]));
  const length = incoming.headers['content-length'];
  return length === undefined ? headers : { ...headers, 'content-length': length };
}

/** The back end answers unknown operations in several formats, of which SDK clients understand none. */
function refuseUnknown(answer: WireAnswer, call: Call): void {
  if (answer.status < 400) return;
  const text = answer.body.toString('utf8').slice(0, 2000);
  const unknown =
    /"error": ?"Unsupported service/.test(text) ||
    /InvalidAction|UnknownOperationException|not implemented/i.test(text) ||
    /^\s*<!doctype html/i.test(text);
  if (unknown) throw notImplemented(`${call.service}:${call.operation}`);
}

/** Queue URLs name the back end; clients must come back through the gateway. */
function withPublicUrl(answer: WireAnswer, backendUrl: string, publicUrl: string): WireAnswer {
  const body = answer.body.toString('utf8').replaceAll(backendUrl, publicUrl);
  return {
    ...answer,
    headers: { ...answer.headers, 'content-length': String(Buffer.byteLength(body)) },
    body,
  };
}
