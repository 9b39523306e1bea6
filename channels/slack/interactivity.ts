/** The deployed function behind Slack's interactivity URL: a pressed button becomes a proven decision. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';

import { receiptsOfDoors } from '../../activities/decisions/receipts-of-doors.ts';
import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoRefusals } from '../../activities/ledger/lifecycle/refusals.ts';
import { dynamoUsedProofs } from '../../activities/ledger/lifecycle/used-proofs.ts';
import { dynamoPolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import { connectLazily, withClient } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { loadDecisions } from '../../policies/load.ts';
import { slackChat } from './chat.ts';
import { readDoorEnv } from './env.ts';
import type { DoorEnv } from './env.ts';
import { ask, decide } from './interactions/decide.ts';
import type { DecideDeps } from './interactions/decide.ts';
import { door } from './interactions/handler.ts';

/** Slack gives three seconds. */
const PATIENCE = 1_000;

const environment = readDoorEnv(process.env);
export const handler = create(environment, await loadDecisions(environment.policiesDir));

function create(env: DoorEnv, { signIn }: Pick<DecideDeps, 'signIn'>) {
  const { ledgerPrefix, token, apiUrl } = env;
  const root = apiUrl === null ? {} : { apiUrl };
  const chat = slackChat({ token, ...root, sleep: pause, patience: PATIENCE });
  const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
  const tables = dynamoPolicyTables(store);
  const deps: DecideDeps = {
    ledger: dynamoLedger(store),
    refusals: dynamoRefusals(store),
    usedProofs: dynamoUsedProofs(store),
    ownership: () => tables.ownership(),
    signIn,
    receipts: receiptsOfDoors(new KMS({ maxAttempts: 1 }))('chat'),
    chat,
    send: lifecycleClient(withClient(connectLazily().client)).send,
    now: () => new Date(),
    newId: randomUUID,
  };
  return door({
    secret: env.signingSecret,
    decide: (press) => decide(deps, press),
    ask: (asking) => ask(deps, asking),
    chat,
    now: Date.now,
    log: (line) => console.log(line),
  });
}

async function pause(ms: number): Promise<void> {
  await sleep(ms);
}
