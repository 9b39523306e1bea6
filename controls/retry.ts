/** Retries transient errors. The SDK's clients do not retry, so this is the only place that does. */

/** Waits the given milliseconds; tests pass one that does not wait. */
export type Pause = (milliseconds: number) => Promise<void>;

/** Runs `call`, and again after 1 s and 2 s after a transient error. Throws the third one, and any other at once. */
export async function withRetries<T>(call: () => Promise<T>, pause: Pause = sleep): Promise<T> {
  for (const wait of WAITS) {
    try {
      return await call();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await pause(wait);
    }
  }
  return call();
}

const WAITS = [1000, 2000] as const;

/** Throttling, a 5xx answer, or no answer at all. */
export function isTransient(error: unknown): boolean {
  const { name, code, status } = describeError(error);
  if (status !== null && (status === 429 || status >= 500)) return true;
  return TRANSIENT_NAMES.has(name) || (code !== null && NETWORK_CODES.has(code));
}

/** The facts of an SDK error. `status` is null when there was no response. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly status: number | null;
  readonly code: string | null;
  readonly requestId: string | null;
}

export function describeError(error: unknown): ErrorFacts {
  const metadata = member(error, '$metadata');
  const status = member(metadata, 'httpStatusCode');
  const code = member(error, 'code');
  const requestId = member(metadata, 'requestId');
  return {
    name: error instanceof Error ? error.name : 'UnknownError',
    message: error instanceof Error ? error.message : String(error),
    status: typeof status === 'number' ? status : null,
    code: typeof code === 'string' ? code : null,
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Names of throttling and transient errors; S3 and STS use them with 4xx statuses too. */
const TRANSIENT_NAMES = new Set(
  `BandwidthLimitExceeded InternalError InternalFailure LimitExceededException
  PriorRequestNotComplete RequestLimitExceeded RequestThrottled RequestThrottledException
  RequestTimeout RequestTimeoutException ServiceUnavailable SlowDown ThrottledException
  Throttling ThrottlingException TimeoutError TooManyRequestsException`.split(/\s+/),
);

/** Node's codes for a broken or refused connection. */
const NETWORK_CODES = new Set(
  `EAI_AGAIN ECONNABORTED ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOTFOUND EPIPE
  ETIMEDOUT`.split(/\s+/),
);
