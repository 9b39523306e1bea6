import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { failure } from '../../aws/failures.ts';
import { tableNames } from './table-names.ts';
import type { TableNames } from './table-names.ts';

/** The ledger's tables. All parts of the ledger in one process share one. */
export interface Store {
  readonly client: DynamoDBDocument;
  readonly tables: TableNames;
  /** Whether a story line that matters to people also writes a notice, in the same transaction. */
  readonly notices: boolean;
}

export interface StoreOptions {
  readonly notices?: boolean;
}

/** Items as the document client gives them: plain values, nothing checked yet. */
export type Item = Record<string, unknown>;

/**
 * The tables whose names begin with `prefix`. `client` must try once (`maxAttempts: 1`), because retries are
 * Temporal's; the caller closes it. Throws `ConfigurationError` for a prefix that no table can have.
 */
export function openStore(
  client: DynamoDBClient | DynamoDBDocument,
  prefix: string,
  { notices = false }: StoreOptions = {},
): Store {
  const document =
    client instanceof DynamoDBClient
      ? DynamoDBDocument.from(client, { marshallOptions: { removeUndefinedValues: true } })
      : client;
  return { client: document, tables: tableNames(prefix), notices };
}

/**
 * JSON is never smaller than what DynamoDB counts for our values. Throws `InvalidInput` naming both limits.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export function refuseLarge(what: string, item: unknown, mostBytes: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(item));
  if (bytes <= mostBytes) return;
  throw failure(
    'InvalidInput',
    `${what} has ${bytes} bytes; the ledger keeps at most ${mostBytes} (DynamoDB takes 400 KB an item, 4 MB a transaction and 1 or 2 KB a key; docs/ledger.md, Sizes). Nothing was written.`,
  );
}

/** A story line; 99 of them and a row are one transaction. */
export const MOST_LINE_BYTES = 20 * 1024;
/** A lifecycle's row, a finding's problems. */
export const MOST_ROW_BYTES = 300 * 1024;
