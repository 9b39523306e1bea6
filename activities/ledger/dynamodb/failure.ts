import { ApplicationFailure } from '@temporalio/common';

import { NOT_RETRYABLE } from '../../../domain/failures.ts';
import type { FailureType } from '../../../domain/failures.ts';
import { CREDENTIAL_ADVICE, isCredentialTrouble } from '../../aws/credential-trouble.ts';

/** A failure that retry policies understand: only the temporary types may be tried again. */
export function failure(type: FailureType, message: string, cause?: unknown): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: NOT_RETRYABLE.includes(type),
    ...(cause instanceof Error ? { cause } : {}),
  });
}

/**
 * Runs one DynamoDB call. What it throws becomes a failure that says what was tried and what to do next; the
 * answers "condition failed" and "conflict" pass through, because callers act on them.
 * Names of errors: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export async function asked<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw isAnswer(error) ? error : explained(what, error);
  }
}

/** True when a condition of a single write did not hold. */
export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** True when another transaction held the item at that moment. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && CONFLICTS.includes(error.name);
}

const CONFLICTS = ['TransactionConflictException', 'TransactionInProgressException'];

function isAnswer(error: unknown): boolean {
  const canceled = error instanceof Error && error.name === 'TransactionCanceledException';
  return canceled || isConditionFailed(error) || isConflict(error);
}

function explained(what: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const type = typeOf(error);
  if (type === null) return error;
  const next = isCredentialTrouble(error.name) ? `. ${CREDENTIAL_ADVICE}` : NEXT[type];
  return failure(type, `${what}: ${error.name}: ${error.message}${next ?? ''}`, error);
}

function typeOf(error: Error): FailureType | null {
  if (isCredentialTrouble(error.name)) return 'Unavailable';
  const named = TYPES[error.name];
  if (named !== undefined) return named;
  const status = statusOf(error);
  if (status !== null) return status >= 500 ? 'Unavailable' : 'InvalidInput';
  // Node's own errors of sockets and names have a code: ECONNREFUSED, ENOTFOUND, ECONNRESET.
  return 'code' in error ? 'Unavailable' : null;
}

function statusOf(error: Error): number | null {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object') return null;
  const metadata: { httpStatusCode?: unknown } = error.$metadata ?? {};
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

const TYPES: Readonly<Record<string, FailureType>> = {
  ProvisionedThroughputExceededException: 'Throttled',
  ThrottlingException: 'Throttled',
  RequestLimitExceeded: 'Throttled',
  ReplicatedWriteConflictException: 'Throttled',
  InternalServerError: 'Unavailable',
  ServiceUnavailable: 'Unavailable',
  TimeoutError: 'Unavailable',
  AbortError: 'Unavailable',
  AccessDeniedException: 'AccessDenied',
  ResourceNotFoundException: 'ConfigurationError',
};

const NEXT: Partial<Record<FailureType, string>> = {
  ConfigurationError:
    '. Check AWS_REGION, AWS_ENDPOINT_URL and CLOSELOOP_LEDGER_PREFIX; infra (or the sandbox) creates the tables.',
  AccessDenied: '. The role needs the DynamoDB actions that controls/roles.ts lists for it.',
};
