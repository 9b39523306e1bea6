/** What every deployed subscriber delivers with. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../activities/ledger/notice/deliveries.ts';

/** The ledger with that prefix, and what `withDeliveryLock` needs of it. */
export function deliveryParts(ledgerPrefix: string) {
  const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
  const deliveries = dynamoDeliveries(store, Date.now);
  return { store, lock: { deliveries, newId: randomUUID, pause: sleep } };
}
