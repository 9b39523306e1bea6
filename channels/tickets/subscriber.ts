/** The deployed function that writes tickets for what is published on the topic. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../../activities/ledger/notice/deliveries.ts';
import { dynamoTicketIndex } from '../../activities/ledger/notice/tickets.ts';
import { subscriber } from '../sns-subscriber.ts';
import { deliver } from './deliver.ts';
import { readSubscriberEnv } from './env.ts';
import { trackersOf } from './trackers.ts';

/** How long one call may wait for a tracker's rate limit: the function has thirty seconds. */
const PATIENCE = 8_000;

const { ledgerPrefix, defaultChannel, indexLag, ...trackers } = readSubscriberEnv(process.env);
const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
const deps = {
  deliveries: dynamoDeliveries(store, Date.now),
  index: dynamoTicketIndex(store),
  trackers: trackersOf(trackers, { sleep, patience: PATIENCE }),
  defaultChannel,
  indexLag,
  newId: randomUUID,
  pause: sleep,
};

export const handler = subscriber((message) => deliver(deps, message));
