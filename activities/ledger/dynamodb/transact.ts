import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';

import { failure } from '../../aws/failures.ts';
import { send } from './items.ts';
import type { Store } from './store.ts';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * True when all writes happened, false when a condition did not hold; then none happened. Throws the conflict of
 * two transactions as `TransactionConflictException`, for `untilWritten`.
 */
export async function transact(
  { client }: Store,
  what: string,
  writes: readonly Write[],
): Promise<boolean> {
  try {
    await send(what, client.transactWrite({ TransactItems: [...writes] }));
    return true;
  } catch (error) {
    const codes = cancellationCodes(error);
    if (codes === null) throw error;
    if (codes.has('ConditionalCheckFailed')) return false;
    throw refusal(what, codes, error);
  }
}

/** Null for anything but a cancelled transaction. */
function cancellationCodes(error: unknown): ReadonlySet<string> | null {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return null;
  if (!('CancellationReasons' in error) || !Array.isArray(error.CancellationReasons))
    return new Set();
  const reasons: readonly { readonly Code?: string }[] = error.CancellationReasons;
  return new Set(reasons.map((reason) => reason.Code ?? 'None').filter((code) => code !== 'None'));
}

/** Codes: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
function refusal(what: string, codes: ReadonlySet<string>, cause: unknown): Error {
  const text = `${what}: the transaction was cancelled (${[...codes].join(', ') || 'no reason'})`;
  const only = (...allowed: readonly string[]) =>
    codes.size > 0 && [...codes].every((code) => allowed.includes(code));
  if (only('TransactionConflict'))
    return Object.assign(new Error(text, { cause }), { name: 'TransactionConflictException' });
  if (only('TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'))
    return failure('Throttled', text, { cause });
  if (codes.has('ValidationError') || codes.has('ItemCollectionSizeLimitExceeded'))
    return failure('InvalidInput', text, { cause });
  return failure('Unavailable', text, { cause });
}
