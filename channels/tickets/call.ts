/** The one way in which trackers are asked. */
import { z } from 'zod';

import { failure } from '../../activities/aws/failures.ts';
import type { FailureType } from '../../domain/failures.ts';

export interface CallOptions {
  /** For people: `Jira`. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly root: string;
  /** `Basic …`. */
  readonly authorization: string;
  /** Milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The longest that is waited in one call because the tracker asks for it. Milliseconds. */
  readonly patience: number;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** From the root, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** `application/json` when absent. */
  readonly contentType?: string;
  /** What is being done, for people: `creating a ticket in PAY`. */
  readonly what: string;
  /** Statuses that are answers here: the caller looks at them. */
  readonly expected?: readonly number[];
}

export interface Answered {
  readonly status: number;
  /** Parsed JSON; null where there was none. */
  readonly body: unknown;
}

export type Call = (request: Request) => Promise<Answered>;

/**
 * One try, but for rate limits and outages that name a short `Retry-After`, which is waited out. Redirects are not
 * followed: a tracker sends what it does not know to a page where people sign in. Throws as `tickets.ts` says.
 */
export function caller(options: CallOptions): Call {
  return async (request) => {
    let left = options.patience;
    for (;;) {
      const response = await send(options, request);
      const wait = waitMs(response);
      if (wait === null || wait > left) return await answered(options, request, response);
      left -= wait;
      await response.body?.cancel();
      await options.sleep(wait);
    }
  };
}

async function send({ name, root, authorization }: CallOptions, request: Request) {
  const { method, path, body, contentType = 'application/json', what } = request;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = {
    accept: 'application/json',
    authorization,
    ...(body === undefined ? {} : { 'content-type': contentType }),
  };
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    return await fetch(`${root}${path}`, { method, headers, ...sent, signal, redirect: 'manual' });
  } catch (error) {
    const why = error instanceof Error ? causeOf(error) : String(error);
    throw failure('Unavailable', `Tried ${what} in ${name}: no answer: ${why}. ${LATER}`);
  }
}

/** Milliseconds. */
const TIMEOUT = 8_000;
const LATER = 'It is tried again later.';

/** `fetch` says "fetch failed"; why stands in its cause. */
function causeOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/** Null when the tracker does not ask us to wait. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function waitMs({ status, headers }: Response): number | null {
  if (status !== 429 && status !== 503) return null;
  const after = headers.get('retry-after');
  if (after === null) return null;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : null;
}

async function answered(
  { name }: CallOptions,
  { what, expected = [] }: Request,
  response: Response,
): Promise<Answered> {
  const { status } = response;
  const text = await textOf(response, `Tried ${what} in ${name}`);
  const body = jsonOf(text);
  const isAnswer = (status >= 200 && status < 300 && status !== 203) || expected.includes(status);
  if (isAnswer && body !== undefined) return { status, body };
  const type = typeOf(status);
  const said = wordsIn(body) ?? text.replaceAll(/\s+/g, ' ').slice(0, MOST_WORDS);
  const wait = type === 'Throttled' ? (waitMs(response) ?? A_MINUTE) / 1000 : null;
  const message = `Tried ${what} in ${name}: ${status}: ${said}. ${NEXT[type]}`;
  throw failure(type, message, wait === null ? {} : { wait });
}

const A_MINUTE = 60_000;
const MOST_WORDS = 300;

/** The connection may break while the answer is on its way: then nobody knows what it was. */
async function textOf(response: Response, tried: string): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    const why = error instanceof Error ? causeOf(error) : String(error);
    throw failure('Unavailable', `${tried}: the answer broke off: ${why}. ${LATER}`);
  }
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Refusing = Extract<
  FailureType,
  | 'Throttled'
  | 'Unavailable'
  | 'ConfigurationError'
  | 'AccessDenied'
  | 'ResourceNotFound'
  | 'InvalidInput'
  | 'SchemaMismatch'
>;

function typeOf(status: number): Refusing {
  if (status === 429) return 'Throttled';
  if (status >= 500 || status === 408 || status === 409 || status === 412) return 'Unavailable';
  // 203 and redirects: Azure DevOps shows whom it does not know where to sign in.
  if (status === 401 || status === 203 || (status >= 300 && status < 400))
    return 'ConfigurationError';
  if (status === 403) return 'AccessDenied';
  if (status === 404 || status === 410) return 'ResourceNotFound';
  return status < 300 ? 'SchemaMismatch' : 'InvalidInput';
}

const NEXT: Readonly<Record<Refusing, string>> = {
  Throttled: LATER,
  Unavailable: LATER,
  ConfigurationError: 'Check the address and the token of this function.',
  AccessDenied: 'Grant its account the permission in that project.',
  ResourceNotFound:
    "Check the team's channel in the ownership table, and the account's permissions.",
  InvalidInput: 'Look at what that project asks of its tickets: required fields, types, workflow.',
  SchemaMismatch: 'Retrying cannot help: this answer is not what the API documents.',
};

/** Jira says `errorMessages` and `errors`, Azure DevOps `message`. */
const refusalShape = z.object({
  errorMessages: z.array(z.string()).default([]),
  errors: z.record(z.string(), z.string()).default({}),
  message: z.string().optional(),
});

function wordsIn(body: unknown): string | null {
  const parsed = refusalShape.safeParse(body);
  if (!parsed.success) return null;
  const { errorMessages, errors, message } = parsed.data;
  const fields = Object.entries(errors).map(([field, words]) => `${field}: ${words}`);
  const all = [...errorMessages, ...fields, ...(message === undefined ? [] : [message])];
  return all.length === 0 ? null : all.join('; ').slice(0, MOST_WORDS);
}

/** What an answer has to be; throws SchemaMismatch otherwise. */
export function reading<T>(shape: z.ZodType<T>, { body }: Answered, what: string): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ');
  throw failure('SchemaMismatch', `Tried ${what}: ${why}. ${NEXT.SchemaMismatch}`);
}
