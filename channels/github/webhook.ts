/** The deployed function behind GitHub's webhook: signals the lifecycles that wait for a changed pull request. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dynamoFixWaiters } from '../../activities/ledger/code-fix/shared-fixes.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { connectLazily } from '../../client/connection.ts';
import { lifecycleClient } from '../../client/lifecycle-client.ts';
import { reconnecting } from '../../client/reconnecting.ts';
import { readSecrets } from '../../environment/secrets.ts';
import { loadRepositories } from '../../policies/repositories.ts';
import { readWebhookEnv } from './env.ts';
import { webhook } from './handler.ts';

/** GitHub waits ten seconds: two are for the ledger, and twice three for Temporal. */
const DYNAMODB = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;
const PATIENCE = 3_000;

await readSecrets('the GitHub function', process.env);
const { policiesDir, ledgerPrefix, secrets } = readWebhookEnv(process.env);

export const handler = webhook({
  secrets,
  repositories: await loadRepositories(policiesDir),
  waiters: dynamoFixWaiters(openStore(new DynamoDBClient(DYNAMODB), ledgerPrefix)),
  tell: lifecycleClient(reconnecting(connectLazily, PATIENCE).call).mergeHint,
  now: Date.now,
  log: console.log,
});
