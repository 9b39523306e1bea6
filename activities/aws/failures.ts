/** The one place where an SDK error becomes a failure that the lifecycle and people can act on. */
import { ApplicationFailure } from '@temporalio/common';

import { describeError, isTransient } from '../../controls/retry.ts';
import type { ErrorFacts } from '../../controls/retry.ts';
import { NOT_RETRYABLE } from '../../domain/failures.ts';
import type { FailureType } from '../../domain/failures.ts';

/**
 * Runs one call to AWS; `what` names action and target, for example `s3:PutObject to bucket evidence`.
 * Throws an ApplicationFailure whose `type` says who can act. Failures and bugs of our own pass unchanged.
 */
export async function callAws<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw mapAwsError(error, what);
  }
}

/** As `callAws`, but null when AWS answers with the error of that name. */
export async function callAwsUnless<T>(
  errorName: string,
  what: string,
  call: () => Promise<T>,
): Promise<T | null> {
  return await callAws(what, () =>
    call().catch((error: unknown) => {
      if (error instanceof Error && error.name === errorName) return null;
      throw error;
    }),
  );
}

/** The type and message of a failure that no retry can help. Throws any other error. */
export function permanentReason(error: unknown): string {
  if (!(error instanceof ApplicationFailure) || error.nonRetryable !== true) throw error;
  return `${error.type ?? 'Error'}: ${error.message}`;
}

/** What a service's own mapping knows better. */
interface Known {
  readonly type?: FailureType | null;
  readonly next?: Partial<Record<FailureType, string>>;
}

/** The failure that `callAws` throws. An error of neither AWS nor the network is a bug in us: returned unchanged. */
export function mapAwsError(error: unknown, what: string, known: Known = {}): unknown {
  if (error instanceof ApplicationFailure) return error;
  const facts = describeError(error);
  const type = known.type ?? typeOf(error, facts);
  if (type === null) return error;
  const status = facts.status === null ? 'no HTTP answer' : String(facts.status);
  const advice = known.next?.[type] ?? NEXT[type];
  const next = CREDENTIAL_ERROR.test(facts.name) ? CREDENTIAL_ADVICE : advice;
  const message = `Tried ${what}: ${facts.name} (${status}): ${facts.message}. ${next}`;
  const wait = type === 'Throttled' ? retryAfterSeconds(error) : null;
  return failure(type, message, { cause: error, ...(wait !== null && { wait }) });
}

/** An ApplicationFailure of one of our types; retryable exactly when time heals it. `wait` in seconds. */
export function failure(
  type: FailureType,
  message: string,
  { cause, wait }: { readonly cause?: unknown; readonly wait?: number } = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: NOT_RETRYABLE.includes(type),
    ...(cause instanceof Error && { cause: withoutRequest(cause) }),
    ...(wait !== undefined && { nextRetryDelay: wait * 1000 }),
  });
}

/** Name, code and HTTP status of the SDK's error, which would carry request and response along. */
function withoutRequest(cause: Error): Error {
  const { name, message, code, status } = describeError(cause);
  return Object.assign(new Error(message), {
    name,
    ...(code !== null && { code }),
    ...(status !== null && { $metadata: { httpStatusCode: status } }),
  });
}

const NEXT: Readonly<Record<FailureType, string>> = {
  InvalidInput: 'Retrying cannot help: this request is wrong, please report it.',
  SchemaMismatch: 'Retrying cannot help: this answer is not what the API documents.',
  ConfigurationError: 'Check the environment of this worker.',
  AccessDenied: 'Grant the action to the role, or find the policy that denies it.',
  RoleNotAssumable: 'Check that the role exists and trusts this principal and external id.',
  ResourceNotFound: 'Check account, Region and name.',
  DocumentNotFound: 'Create the document in this account and Region, or pin a version that exists.',
  DocumentDiffers: 'Find out who changed the document.',
  UnprocessedFindings: 'Look at the finding in Security Hub.',
  Throttled: 'Closeloop tries again later.',
  Unavailable: 'Closeloop tries again later.',
};

/**
 * AWS does not know the caller: the credentials of this process expired or rotate, or its clock is wrong. That says
 * nothing about the resource. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
 */
const CREDENTIAL_ERROR =
  /^(Expired|RequestExpired|RequestTimeTooSkewed|InvalidClientTokenId|InvalidAccessKeyId|InvalidToken|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|TokenRefreshRequired|CredentialsProviderError)/;
const CREDENTIAL_ADVICE =
  'Check the credentials of this process and its clock; Closeloop tries again later.';

function typeOf(error: unknown, facts: ErrorFacts): FailureType | null {
  const { name, status } = facts;
  if (CREDENTIAL_ERROR.test(name)) return 'Unavailable';
  if (
    /Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded|SlowDown/.test(name) ||
    status === 429
  ) {
    return 'Throttled';
  }
  if (isTransient(error)) return 'Unavailable';
  if (name.startsWith('InvalidDocument')) return 'DocumentNotFound';
  if (status === 401 || status === 403 || /AccessDenied|Unauthorized/.test(name)) {
    return 'AccessDenied';
  }
  if (status === 404 || /NotFound|NoSuch/.test(name)) return 'ResourceNotFound';
  return status === null ? null : 'InvalidInput';
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-retry-after, its seconds form; null without one. */
function retryAfterSeconds(error: unknown): number | null {
  const response = member(error, '$response');
  const seconds = Number(member(member(response, 'headers'), 'retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 600) : null;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
