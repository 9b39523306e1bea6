import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';

import { dynamoLedger } from '../../../activities/ledger/dynamo-ledger.ts';
import { createTables } from '../../../activities/ledger/dynamodb/create-tables.ts';
import { openStore } from '../../../activities/ledger/dynamodb/store.ts';
import type { Ledger, Lookups } from '../../../activities/ledger/ledger.ts';
import { awsError } from '../../builders/activity.ts';
import { emptyMinistack } from '../../sandbox/empty-ministack.ts';

export const PREFIX = 'ledger-test';

export interface LedgerWorld {
  readonly client: DynamoDBClient;
  readonly document: DynamoDBDocument;
  readonly ledger: Ledger & Lookups;
  /** A client of its own, as another process has. */
  readonly newClient: () => DynamoDBClient;
  readonly stop: () => Promise<void>;
}

/** Real tables, alone in a MiniStack. */
export async function startLedgerWorld(): Promise<LedgerWorld> {
  const ministack = await emptyMinistack();
  const clients: DynamoDBClient[] = [];
  const newClient = () => {
    const client = dynamoClient(ministack.url);
    clients.push(client);
    return client;
  };
  const client = newClient();
  await createTables(client, PREFIX);
  return {
    client,
    document: DynamoDBDocument.from(client),
    ledger: dynamoLedger(openStore(client, PREFIX)),
    newClient,
    stop: async () => {
      for (const each of clients) each.destroy();
      await ministack.stop();
    },
  };
}

export function dynamoClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: '222233334444', secretAccessKey: 'unused' },
    maxAttempts: 1,
  });
}

/** From now on the next calls of `operation` fail with these errors, one each; then all is as before. */
export function failNext(client: DynamoDBClient, operation: string, errors: Error[]): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const error = context.commandName === `${operation}Command` ? errors.shift() : undefined;
      if (error !== undefined) throw error;
      return await next(args);
    },
    { step: 'initialize' },
  );
}

/** How DynamoDB answers when another transaction holds an item. */
export function conflictError(): Error {
  const CancellationReasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }];
  return Object.assign(awsError('TransactionCanceledException', null), { CancellationReasons });
}
