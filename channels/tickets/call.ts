/** Requests to a tracker's API. */
import { z } from 'zod';

import { failure } from '../../activities/aws/failures.ts';
import type { FailureType } from '../../domain/failures.ts';
import { fetchWithWaits, LATER, networkError, parseJson, retryAfterMs } from '../http.ts';
import type { Waits } from '../http.ts';

export interface CallOptions extends Waits {
  /** For people: `Jira`. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly root: string;
  /** `Basic …`. */
  readonly authorization: string;
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
 * Sends requests as `fetchWithWaits` does: a redirect is not followed, since a tracker sends whom it does not know to a
 * page where people sign in. Throws as `tickets.ts` says.
 */
export function trackerCalls({ name, root, authorization, ...waits }: CallOptions): Call {
  return async (request) => {
    const { method, path, body, contentType = 'application/json', what } = request;
    const headers = {
      accept: 'application/json',
      authorization,
      ...(body === undefined ? {} : { 'content-type': contentType }),
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const tried = `Tried ${what} in ${name}`;
    const sent = { method, headers, ...content, ...waits };
    return await read(await fetchWithWaits(`${root}${path}`, sent, tried), request, tried);
  };
}

async function read(
  response: Response,
  { expected = [] }: Request,
  tried: string,
): Promise<Answered> {
  const { status } = response;
  const text = await textOf(response, tried);
  const body = text === '' ? null : parseJson(text);
  const isAnswer = (status >= 200 && status < 300 && status !== 203) || expected.includes(status);
  if (isAnswer && body !== undefined) return { status, body };
  const type = typeOf(status);
  const words = wordsIn(body) ?? text.replaceAll(/\s+/g, ' ').slice(0, MOST_WORDS);
  const wait = type === 'Throttled' ? { wait: (retryAfterMs(response) ?? A_MINUTE) / 1000 } : {};
  throw failure(type, `${tried}: ${status}: ${words}. ${NEXT[type]}`, wait);
}

const A_MINUTE = 60_000;
const MOST_WORDS = 300;

/** The connection may break during the answer: then nobody knows what it was. */
async function textOf(response: Response, tried: string): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    const why = networkError(error);
    throw failure('Unavailable', `${tried}: the answer broke off: ${why}. ${LATER}`);
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
  // 203 and redirects: Azure DevOps shows its sign-in page to whom it does not know.
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
  InvalidInput: 'Check what that project requires of its tickets: fields, types, workflow.',
  SchemaMismatch: 'Retrying cannot help: this answer is not what the API documents.',
};

/** Jira has `errorMessages` and `errors`, Azure DevOps `message`. */
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

/** Sends the request, and reads its answer with `readAnswer`. */
export async function callAs<T>(call: Call, shape: z.ZodType<T>, request: Request): Promise<T> {
  return readAnswer(shape, await call(request), request.what);
}

/** The answer's body in its documented shape; throws SchemaMismatch for any other. */
export function readAnswer<T>(shape: z.ZodType<T>, { body }: Answered, what: string): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ');
  throw failure('SchemaMismatch', `Tried ${what}: ${why}. ${NEXT.SchemaMismatch}`);
}
