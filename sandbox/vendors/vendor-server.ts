/** The HTTP server on which every vendor of the sandbox answers: it logs each request, and fails the way a test says. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { z } from 'zod';

import { readRequest, send } from '../aws/gateway/wire.ts';
import type { WireAnswer, WireRequest } from '../aws/gateway/wire.ts';

export interface VendorAnswer {
  readonly status: number;
  /** Text is sent as HTML unless the headers say otherwise, bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere while a request is answered: the client gets this answer. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: VendorAnswer;

  constructor(answer: VendorAnswer) {
    super(`The sandbox answers ${answer.status}.`);
    this.answer = answer;
  }
}

interface Matching {
  /** Which requests, by `METHOD path`; any where absent. */
  readonly on?: RegExp;
  /** Which of the matching requests from now on fails: 1, the next, where absent. */
  readonly nth?: number;
}

export type VendorFault = Matching &
  (
    | /** The request is carried out, and its answer never arrives. */ { readonly kind: 'lost' }
    | /** Something else happens just before the request is carried out. */ {
        readonly kind: 'before';
        readonly does: () => unknown;
      }
    | /** Something else happens between carrying the request out and answering it. */ {
        readonly kind: 'after';
        readonly does: () => unknown;
      }
    | { readonly kind: 'down' }
    | { readonly kind: 'ratelimited'; readonly retryAfter: number | string }
    | /** This is answered, and nothing is carried out. */ {
        readonly kind: 'answered';
        readonly answer: VendorAnswer;
      }
  );

export interface VendorServer {
  readonly url: string;
  /** `POST /rest/api/3/issue 201`, in order; the status is 0 where the answer was lost. */
  readonly calls: readonly string[];
  /** Plans a fault. Each fault happens once, the oldest first, and at most one to a request. */
  fail(fault: VendorFault): void;
  /** Forgets all planned faults. */
  clearFaults(): void;
  stop(): Promise<void>;
}

export type AnswerRequest = (request: WireRequest) => VendorAnswer | Promise<VendorAnswer>;

/** Listens on 127.0.0.1. An answer that throws is sent as 500 with the error's message. */
export async function startVendorServer(answer: AnswerRequest, port = 0): Promise<VendorServer> {
  const calls: string[] = [];
  const faults: Planned[] = [];
  const server = createServer((incoming, outgoing) => {
    respond({ calls, faults, answer }, incoming, outgoing).catch((error: unknown) => {
      const message = `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`;
      send(outgoing, wireAnswer({ status: 500, body: { message } }), 'POST');
    });
  });
  // Longer than clients keep an idle connection: a connection closed under them is an error.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server has no TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    fail: (fault) => void faults.push({ fault, left: fault.nth ?? 1 }),
    clearFaults: () => void faults.splice(0),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Planned {
  readonly fault: VendorFault;
  /** Matching requests until it happens. */
  left: number;
}

interface Serving {
  readonly calls: string[];
  readonly faults: Planned[];
  readonly answer: AnswerRequest;
}

async function respond(
  { calls, faults, answer }: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const name = `${request.method} ${decodeURIComponent(request.path)}`;
  const fault = takeFault(faults, name);
  if (fault?.kind === 'before') await fault.does();
  const answered =
    (fault === undefined ? null : instead(fault)) ?? (await answerOrRefusal(answer, request));
  if (fault?.kind === 'after') await fault.does();
  const isLost = fault?.kind === 'lost';
  calls.push(`${name} ${isLost ? 0 : answered.status}`);
  if (isLost) outgoing.destroy();
  else send(outgoing, wireAnswer(answered), request.method);
}

async function answerOrRefusal(answer: AnswerRequest, request: WireRequest): Promise<VendorAnswer> {
  try {
    return await answer(request);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

function takeFault(faults: Planned[], name: string): VendorFault | undefined {
  const matching = faults.filter(({ fault: { on } }) => on === undefined || on.test(name));
  const due = matching.find(({ left }) => left <= 1);
  for (const planned of matching) planned.left -= 1;
  if (due !== undefined) faults.splice(faults.indexOf(due), 1);
  return due?.fault;
}

function instead(fault: VendorFault): VendorAnswer | null {
  switch (fault.kind) {
    case 'ratelimited':
      return {
        status: 429,
        body: { message: 'Rate limit exceeded.', error: { code: 'TooManyRequests' } },
        headers: { 'retry-after': String(fault.retryAfter) },
      };
    case 'down':
      return { status: 503, body: '<h1>Service Unavailable</h1>' };
    case 'answered':
      return fault.answer;
    case 'lost':
    case 'before':
    case 'after':
      return null;
  }
}

function wireAnswer({ status, body = '', headers = {} }: VendorAnswer): WireAnswer {
  if (Buffer.isBuffer(body) || body === '') return { status, body, headers };
  const [type, text] = typeof body === 'string' ? [HTML, body] : [JSON_TYPE, JSON.stringify(body)];
  return { status, body: text, headers: { 'content-type': type, ...headers } };
}

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Routes by `METHOD path`, with the named parts of the path. */
export type Routes<Handle> = readonly (readonly [RegExp, Handle])[];

/** The first route that matches; null for none. */
export function findRoute<Handle>(routes: Routes<Handle>, { method, path }: WireRequest) {
  for (const [pattern, handle] of routes) {
    const found = pattern.exec(`${method} ${decodeURIComponent(path)}`);
    if (found !== null) return { handle, named: found.groups ?? {} };
  }
  return null;
}

/** The body in this shape; throws `refusal` for any other. */
export function readBody<T>(shape: z.ZodType<T>, { body }: WireRequest, refusal: Refused): T {
  const parsed = shape.safeParse(parseJson(body));
  if (!parsed.success) throw refusal;
  return parsed.data;
}

/** Removes the items for which `isGone` holds. */
export function removeWhere<T>(items: T[], isGone: (item: T) => boolean): void {
  items.splice(0, items.length, ...items.filter((item) => !isGone(item)));
}

/** Undefined for what is no JSON. */
export function parseJson(text: Buffer | string): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}
