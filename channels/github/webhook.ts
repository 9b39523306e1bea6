/** The deployed function behind the webhook's URL: a pull request changed, and who waits for it is told. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import { dynamoFixWaiters } from '../../activities/ledger/code-fix/fix-waiters.ts';
import { openStore } from '../../activities/ledger/dynamodb/store.ts';
import { loadRepositories } from '../../policies/repositories.ts';
import type { TemporalLink } from '../../starter/lifecycles.ts';
import { reconnecting } from '../../starter/reconnecting.ts';
import { mergeHint } from '../../workflows/messages.ts';
import { readWebhookEnv } from './env.ts';
import { webhook } from './handler.ts';
import type { HintDeps } from './take-hint.ts';

/** GitHub waits ten seconds: the ledger gets two of them, Temporal twice three. */
const DYNAMODB = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;
const PATIENCE = 3_000;

const { policiesDir, ledgerPrefix, secrets } = readWebhookEnv(process.env);

export const handler = webhook({
  secrets,
  repositories: await loadRepositories(policiesDir),
  waiters: dynamoFixWaiters(openStore(new DynamoDBClient(DYNAMODB), ledgerPrefix)),
  tell: telling(),
  now: Date.now,
  log: (line) => console.log(line),
});

function telling(): HintDeps['tell'] {
  const link = reconnecting(connect, PATIENCE);
  return async (workflowId, hint) => {
    try {
      await link.call(async ({ workflow }) => {
        await workflow.getHandle(workflowId).signal(mergeHint, hint);
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
}

/** TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS and API key, or a profile of Temporal's configuration file. */
function connect(): TemporalLink {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = Connection.lazy(connectionOptions);
  const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
  return { client, connection };
}
