/** The deployed function behind the trackers' webhooks: a ticket that a person closed has its finding checked. */
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoRefusals } from '../../activities/ledger/lifecycle/refusals.ts';
import { dynamoTicketIndex } from '../../activities/ledger/notice/tickets.ts';
import { connectLazily, withClient } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { readSecrets } from '../../environment/secrets.ts';
import { readWebhookEnv } from './env.ts';
import { trackersOf } from './trackers.ts';
import { webhookHandler } from './webhook/handler.ts';
import { recheckClosed } from './webhook/recheck-closed.ts';
import type { RecheckDeps } from './webhook/recheck-closed.ts';

/** Trackers wait some seconds for an answer, and send again what got none. */
const PATIENCE = 2_000;

await readSecrets('the tickets function', process.env);
const { ledgerPrefix, secrets, ...trackers } = readWebhookEnv(process.env);
const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), ledgerPrefix);
const deps: RecheckDeps = {
  index: dynamoTicketIndex(store),
  ledger: dynamoLedger(store),
  refusals: dynamoRefusals(store),
  trackers: trackersOf(trackers, { sleep, patience: PATIENCE }),
  send: lifecycleClient(withClient(connectLazily().client)).send,
  now: () => new Date(),
};

export const handler = webhookHandler({
  secrets,
  recheck: (change) => recheckClosed(deps, change),
  log: console.log,
});
