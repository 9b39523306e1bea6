import { getClient } from '@temporalio/activity';

import { pacer } from '../activities/audit/pace.ts';
import { activityClock } from '../activities/clock.ts';
import { closerActivities } from '../activities/closing/activities.ts';
import { dynamoProofs } from '../activities/closing/proofs.ts';
import { suppressionsIn } from '../activities/findings/suppressions.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { dynamoScopedExceptions } from '../activities/ledger/exception/exceptions.ts';
import { evidenceInS3 } from '../activities/verify/evidence.ts';
import { lifecycleClient } from '../client/lifecycle-client.ts';
import { controlById } from '../controls/index.ts';
import type { CloserActivities } from '../workflows/activity-types.ts';
import { deciding } from './deciding.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { notifying } from './notifying.ts';
import { workerPolicies } from './policies.ts';
import { hubReaders } from './read-report.ts';

/** Activities that write to Security Hub. They trust no message, and no policy that another worker may write. */
export async function closer(env: WorkerEnv, namespace: string): Promise<CloserActivities> {
  const clients = hubClients(env, 'closeloop-closer');
  const { policies, tables, files, intake, accountNames } = await workerPolicies(env, clients);
  const store = openStore(clients.dynamo, env.ledgerPrefix, { notices: env.topicArn !== null });
  // An activity's context has the connection of the worker that runs it.
  const { report } = lifecycleClient(async (work) => await work(getClient()));
  return closerActivities({
    ledger: dynamoLedger(store),
    ...notifying({ env, namespace, clients, tables, accountNames, policies }),
    accounts: clients.accounts,
    securityHub: clients.securityHub,
    evidence: evidenceInS3(clients.s3, env.evidenceBucket),
    controlOf: controlById,
    ...hubReaders(clients, intake),
    ...deciding(env, clients, 'proofs'),
    proofs: dynamoProofs(store, clients.kms),
    audited: { store, kms: clients.kms, pace: pacer() },
    exceptions: dynamoScopedExceptions(store),
    suppressions: suppressionsIn(clients.securityHub),
    report,
    clock: activityClock,
    // Other workers may write the ledger's table: who may decide what is closed stands in the release.
    policies: { ...policies, tables: { ...tables, ownership: async () => files.ownership } },
  });
}
