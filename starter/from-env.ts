import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { loadIntake } from '../policies/intake.ts';
import { readEnv } from './env.ts';
import type { Handling } from './handler.ts';
import { CATALOGUE } from './identity/catalogue.ts';
import { temporalLifecycles } from './lifecycles.ts';
import type { Lifecycles, TemporalLink } from './lifecycles.ts';

/** DynamoDB answers in milliseconds or is in trouble; Lambda retries the event, so nothing waits here. */
const DYNAMODB = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;

/** Everything real: ledger and Temporal as the environment says, the policies from their folder. */
export async function handlingFromEnv(
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Handling & { readonly lifecycles: Lifecycles }> {
  const env = readEnv(variables);
  return {
    intake: await loadIntake(env.policiesDir),
    catalogue: CATALOGUE,
    ledger: dynamoLedger(openStore(new DynamoDBClient(DYNAMODB), env.ledgerPrefix)),
    lifecycles: temporalLifecycles(connectLazily),
    log: (line) => console.log(line),
    now: () => Date.now(),
  };
}

/** TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS and API key, or a profile of Temporal's configuration file. */
function connectLazily(): TemporalLink {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = Connection.lazy(connectionOptions);
  const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
  return { client, connection };
}
