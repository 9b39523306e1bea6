/** The deployed function that hears of tickets which people close by hand. */
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoRefusals } from '../../activities/ledger/lifecycle/refusals.ts';
import { dynamoTicketIndex } from '../../activities/ledger/notice/tickets.ts';
import { connectLazily, withClient } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { readDoorEnv } from './env.ts';
import { trackersOf } from './trackers.ts';
import { door } from './webhook/handler.ts';
import { hear } from './webhook/recheck-closed.ts';
import type { HearDeps } from './webhook/recheck-closed.ts';

/** Trackers wait some seconds for an answer, and send again what got none. */
const PATIENCE = 2_000;

export const handler = create(process.env);

function create(variables: Readonly<Record<string, string | undefined>>) {
  const env = readDoorEnv(variables);
  const { ledgerPrefix, secrets } = env;
  const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
  const deps: HearDeps = {
    index: dynamoTicketIndex(store),
    ledger: dynamoLedger(store),
    refusals: dynamoRefusals(store),
    trackers: trackersOf(env, { sleep: pause, patience: PATIENCE }),
    send: lifecycleClient(withClient(connectLazily().client)).send,
    now: () => new Date(),
  };
  return door({
    secrets,
    hear: (change) => hear(deps, change),
    log: (line) => console.log(line),
  });
}

async function pause(ms: number): Promise<void> {
  await sleep(ms);
}
