/** The deployed function that tells Slack what is published on the topic. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../../activities/ledger/notice/deliveries.ts';
import { subscriber } from '../sns-subscriber.ts';
import { slackChat } from './chat.ts';
import { deliver } from './deliver.ts';
import { readSubscriberEnv } from './env.ts';

/** Of a function with thirty seconds, this much may be waited for Slack's rate limit. */
const PATIENCE = 20_000;

export const handler = create(process.env);

function create(variables: Readonly<Record<string, string | undefined>>) {
  const { ledgerPrefix, token, apiUrl, defaultChannel } = readSubscriberEnv(variables);
  const root = apiUrl === null ? {} : { apiUrl };
  const deps = {
    deliveries: dynamoDeliveries(
      openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix),
      Date.now,
    ),
    chat: slackChat({ token, ...root, sleep: pause, patience: PATIENCE }),
    defaultChannel,
    now: Date.now,
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
