/** The deployed function that posts what is published on the topic to Microsoft Teams. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../../activities/ledger/notice/deliveries.ts';
import { subscriber } from '../sns-subscriber.ts';
import { deliver } from './deliver.ts';
import { readTeamsEnv } from './env.ts';
import { workflows } from './workflows.ts';

/** How long one call may wait for a workflow's rate limit: the function has thirty seconds. */
const PATIENCE = 8_000;

const { ledgerPrefix, urls, defaultWorkflow } = readTeamsEnv(process.env);
const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
const deps = {
  deliveries: dynamoDeliveries(store, Date.now),
  workflows: workflows({ urls, sleep, patience: PATIENCE }),
  defaultWorkflow,
  newId: randomUUID,
  pause: sleep,
};

export const handler = subscriber((message) => deliver(deps, message));
