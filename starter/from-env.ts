import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { connectLazily } from '../client/connection.ts';
import { lifecycleClient } from '../client/lifecycle-client.ts';
import { reconnecting } from '../client/reconnecting.ts';
import { loadIntake } from '../policies/intake.ts';
import { readEnv } from './env.ts';
import type { Handling } from './handler.ts';
import { CATALOGUE } from './identity/catalogue.ts';

/** DynamoDB answers in milliseconds or is in trouble; Lambda retries the event, so nothing waits here. */
const DYNAMODB = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;

/** Of one call to Temporal; a connection that broke while Lambda was frozen gets a second one. */
const DEADLINE_MS = 3_000;

/** Everything real: ledger and Temporal as the environment says, the policies from their folder. */
export async function handlingFromEnv(
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Handling & { readonly close: () => Promise<void> }> {
  const env = readEnv(variables);
  const temporal = reconnecting(connectLazily, DEADLINE_MS);
  return {
    intake: await loadIntake(env.policiesDir),
    catalogue: CATALOGUE,
    ledger: dynamoLedger(openStore(new DynamoDBClient(DYNAMODB), env.ledgerPrefix)),
    lifecycles: lifecycleClient(temporal.call),
    log: (line) => console.log(line),
    now: () => Date.now(),
    close: temporal.close,
  };
}
