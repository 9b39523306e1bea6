/** The deployed function that posts what is published on the topic to Slack. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../../activities/ledger/notice/deliveries.ts';
import { subscriber } from '../sns-subscriber.ts';
import { slackChat } from './chat.ts';
import { deliver } from './deliver.ts';
import { readSubscriberEnv } from './env.ts';

/** How long one call may wait for Slack's rate limit: the function has thirty seconds. */
const PATIENCE = 20_000;

const { ledgerPrefix, token, apiUrl, defaultChannel } = readSubscriberEnv(process.env);
const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
const deps = {
  deliveries: dynamoDeliveries(store, Date.now),
  chat: slackChat({ token, apiUrl, sleep, patience: PATIENCE }),
  defaultChannel,
  now: Date.now,
  newId: randomUUID,
  pause: sleep,
};

export const handler = subscriber((message) => deliver(deps, message));
