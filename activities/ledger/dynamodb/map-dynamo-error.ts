import { describeError } from '../../../controls/retry.ts';
import type { FailureType } from '../../../domain/failures.ts';
import { mapAwsError } from '../../aws/failures.ts';

/**
 * As `mapAwsError`, with what an operator of the ledger can do. "Condition failed", "conflict" and a cancelled
 * transaction are returned unchanged, because callers act on them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function mapDynamoError(error: unknown, what: string): unknown {
  const { name, status, code } = describeError(error);
  if (isConditionFailed(error) || isConflict(error) || name === 'TransactionCanceledException') {
    return error;
  }
  // Node's own errors of sockets and names have a code and no HTTP status: ECONNREFUSED, ENOTFOUND.
  const type = TYPES[name] ?? (status === null && code !== null ? 'Unavailable' : null);
  return mapAwsError(error, what, { type, next: NEXT });
}

/** True when the condition of a single write did not hold. */
export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** True when another transaction was writing the item at that moment. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && CONFLICTS.includes(error.name);
}

const CONFLICTS = ['TransactionConflictException', 'TransactionInProgressException'];

const TYPES: Readonly<Record<string, FailureType>> = {
  ReplicatedWriteConflictException: 'Throttled',
  InternalServerError: 'Unavailable',
  AbortError: 'Unavailable',
  ResourceNotFoundException: 'ConfigurationError',
};

const NEXT: Partial<Record<FailureType, string>> = {
  ConfigurationError:
    'Check AWS_REGION, AWS_ENDPOINT_URL and CLOSELOOP_LEDGER_PREFIX; infra (or the sandbox) creates the tables.',
  AccessDenied: 'The role needs the DynamoDB actions that controls/roles.ts lists for it.',
};
