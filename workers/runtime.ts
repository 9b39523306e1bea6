import { activityClock } from '../activities/clock.ts';
import { runtimeActivities } from '../activities/index.ts';
import { dynamoLedger } from '../activities/ledger/dynamodb.ts';
import { controlById } from '../controls/index.ts';
import type { RuntimeActivities } from '../workflows/activity-types.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { workerPolicies } from './policies.ts';

/** May start allow-listed Automation documents; believes no message and reads everything itself. */
export async function runtime(env: WorkerEnv): Promise<RuntimeActivities> {
  const clients = hubClients(env, 'closeloop-runtime');
  const { policies } = await workerPolicies(env, clients);
  return runtimeActivities({
    ledger: dynamoLedger(clients.dynamo, env.ledgerPrefix),
    accounts: clients.accounts,
    controlOf: controlById,
    proofPolicy: env.proofPolicy,
    clock: activityClock,
    policies,
  });
}
