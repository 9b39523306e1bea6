/** One HTTP request to a vendor, with the waits that it asks for. */
import { failure } from '../activities/aws/failures.ts';

export interface Waits {
  /** Milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The longest wait in one call because the vendor asks for it. Milliseconds. */
  readonly patience: number;
}

/**
 * One try, but for rate limits and outages that name a short `Retry-After`, which is waited out. Redirects are not
 * followed. Throws `Unavailable` where no answer came: `tried`, why, and what that `means`.
 */
export async function fetchWithWaits(
  url: string,
  { sleep, patience, ...init }: RequestInit & Waits,
  tried: string,
  means = '',
): Promise<Response> {
  for (let left = patience; ;) {
    const response = await fetchOnce(url, init).catch((error: unknown) => {
      const why = networkError(error);
      throw failure(
        'Unavailable',
        [`${tried}: no answer: ${why}.`, means, LATER].filter(Boolean).join(' '),
      );
    });
    const wait = retryAfterMs(response);
    if (wait === null || wait > left) return response;
    left -= wait;
    await response.body?.cancel();
    await sleep(wait);
  }
}

/** Milliseconds. */
const TIMEOUT = 8_000;

async function fetchOnce(url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT);
  return await fetch(url, { ...init, signal, redirect: 'manual' });
}

export const LATER = 'Closeloop tries again later.';

/** The error's message and the code of its cause (`ECONNREFUSED`): `fetch` itself says "fetch failed". Names no address. */
export function networkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error && 'code' in cause ? `${message} (${String(cause.code)})` : message;
}

/** Null when the vendor does not ask us to wait. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterMs({ status, headers }: Response): number | null {
  if (status !== 429 && status !== 503) return null;
  const after = headers.get('retry-after');
  if (after === null) return null;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : null;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
