import { activityClock } from '../activities/clock.ts';
import { RUNTIME_KEY } from '../activities/decisions/receipts.ts';
import { kmsReceipts } from '../activities/decisions/receipts.ts';
import { runtimeActivities } from '../activities/index.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { controlById } from '../controls/index.ts';
import type { RuntimeActivities } from '../workflows/activity-types.ts';
import { deciding } from './deciding.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { killSwitchParts } from './kill-switch.ts';
import { notifying } from './notifying.ts';
import { policiesCommit, releasePolicies, workerPolicies } from './policies.ts';
import { hubReaders } from './read-report.ts';

/** Activities that start allow-listed Automation documents. They believe no message and no row that others may write. */
export async function runtime(env: WorkerEnv, namespace: string): Promise<RuntimeActivities> {
  const clients = hubClients(env, 'closeloop-runtime');
  const { policies, tables, files, intake, accountNames } = await workerPolicies(env, clients);
  const release = releasePolicies(files, await policiesCommit(env));
  const store = openStore(clients.dynamo, env.ledgerPrefix, { notices: env.topicArn !== null });
  return runtimeActivities({
    ledger: dynamoLedger(store),
    killSwitch: killSwitchParts({ store, topicArn: env.topicArn, sns: clients.sns, tables }),
    ...notifying({ env, namespace, clients, tables, accountNames, policies }),
    accounts: clients.accounts,
    controlOf: controlById,
    ...deciding(env, clients, 'executions'),
    severityOf: hubReaders(clients, intake).severityOf,
    receipts: kmsReceipts(clients.kms, RUNTIME_KEY),
    clock: activityClock,
    policies: { ...policies, release },
  });
}
