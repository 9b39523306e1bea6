import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

import { dynamoLedger } from '../activities/ledger/dynamodb.ts';
import { loadIntake } from '../policies/intake.ts';
import { CATALOGUE } from './catalogue.ts';
import { readEnv } from './env.ts';
import type { Handling } from './handler.ts';
import { temporalLifecycles } from './lifecycles.ts';
import type { Lifecycles, TemporalLink } from './lifecycles.ts';

/** Everything real: ledger and Temporal as the environment says, the policies from their folder. */
export async function handlingFromEnv(
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Handling & { readonly lifecycles: Lifecycles }> {
  const env = readEnv(variables);
  return {
    intake: await loadIntake(env.policiesDir),
    catalogue: CATALOGUE,
    ledger: dynamoLedger(new DynamoDBClient({ maxAttempts: 1 }), env.ledgerPrefix),
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
