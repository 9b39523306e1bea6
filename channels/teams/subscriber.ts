/** The deployed function that tells Teams of what is published on the topic. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoDeliveries } from '../../activities/ledger/notice/deliveries.ts';
import { subscriber } from '../sns-subscriber.ts';
import { deliver } from './deliver.ts';
import { readTeamsEnv } from './env.ts';
import { workflows } from './workflows.ts';

/** Of a function with thirty seconds, this much of one call may be waited for a workflow's rate limit. */
const PATIENCE = 8_000;

export const handler = create(process.env);

function create(variables: Readonly<Record<string, string | undefined>>) {
  const { ledgerPrefix, urls, defaultWorkflow } = readTeamsEnv(variables);
  const deps = {
    deliveries: dynamoDeliveries(
      openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix),
      Date.now,
    ),
    workflows: workflows({ urls, sleep: pause, patience: PATIENCE }),
    defaultWorkflow,
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
