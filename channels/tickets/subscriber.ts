/** The deployed function that writes tickets of what is published on the topic. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../../activities/ledger/notice/deliveries.ts';
import { dynamoTicketIndex } from '../../activities/ledger/notice/tickets.ts';
import { subscriber } from '../sns-subscriber.ts';
import { deliver } from './deliver.ts';
import type { DeliverDeps } from './deliver.ts';
import { readSubscriberEnv } from './env.ts';
import { trackersOf } from './trackers.ts';

/** Of a function with thirty seconds, this much of one call may be waited for a tracker's rate limit. */
const PATIENCE = 8_000;

export const handler = create(process.env);

function create(variables: Readonly<Record<string, string | undefined>>) {
  const env = readSubscriberEnv(variables);
  const { ledgerPrefix, defaultChannel, indexLag } = env;
  const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
  const deps: DeliverDeps = {
    deliveries: dynamoDeliveries(store, Date.now),
    index: dynamoTicketIndex(store),
    trackers: trackersOf(env, { sleep: pause, patience: PATIENCE }),
    defaultChannel,
    indexLag,
    newId: randomUUID,
    pause,
  };
  return subscriber({
    deliver: (message) => deliver(deps, message),
    log: (line) => console.log(line),
  });
}

async function pause(ms: number): Promise<void> {
  await sleep(ms);
}
