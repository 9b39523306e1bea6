/** The deployed function behind the app's interactivity URL: sends decisions made in Slack to their lifecycles. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';

import { channelReceipts } from '../../activities/decisions/receipts.ts';
import { dynamoLedger } from '../../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { dynamoRefusals } from '../../activities/ledger/lifecycle/refusals.ts';
import { dynamoUsedProofs } from '../../activities/ledger/lifecycle/used-proofs.ts';
import { dynamoPolicyTables } from '../../activities/ledger/policy/policy-tables.ts';
import { connectLazily, withClient } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { readSecrets } from '../../environment/secrets.ts';
import { loadDecisions } from '../../policies/load.ts';
import { slackChat } from './chat.ts';
import { readInteractivityEnv } from './env.ts';
import { decide, openForm } from './interactions/decide.ts';
import type { DecideDeps } from './interactions/decide.ts';
import { interactionHandler } from './interactions/handler.ts';

/** Slack waits three seconds in all. */
const PATIENCE = 1_000;

await readSecrets('the Slack function', process.env);
const env = readInteractivityEnv(process.env);
const { signIn } = await loadDecisions(env.policiesDir);
const chat = slackChat({ token: env.token, apiUrl: env.apiUrl, sleep, patience: PATIENCE });
const store = openStore(new DynamoDBClient({ maxAttempts: 1 }), env.ledgerPrefix);
const tables = dynamoPolicyTables(store);
const deps: DecideDeps = {
  ledger: dynamoLedger(store),
  refusals: dynamoRefusals(store),
  usedProofs: dynamoUsedProofs(store, 'refusals'),
  ownership: () => tables.ownership(),
  signIn,
  receipts: channelReceipts(new KMS({ maxAttempts: 1 }))('chat'),
  chat,
  send: lifecycleClient(withClient(connectLazily().client)).send,
  now: () => new Date(),
  newId: randomUUID,
};

export const handler = interactionHandler({
  secret: env.signingSecret,
  decide: (press) => decide(deps, press),
  openForm: (interaction) => openForm(deps, interaction),
  chat,
  now: Date.now,
  log: console.log,
});
