import { activityClock } from '../activities/clock.ts';
import { tellLifecycle } from '../activities/exceptions/tell.ts';
import { suppressionsIn } from '../activities/findings/suppressions.ts';
import { orchestratorActivities, sweepActivities } from '../activities/index.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { dynamoScopedExceptions } from '../activities/ledger/exception/exceptions.ts';
import { syncPolicies } from '../activities/ledger/policy/policy-tables.ts';
import { evidenceInS3 } from '../activities/verify/evidence.ts';
import { controlById } from '../controls/index.ts';
import type { OrchestratorActivities, SweepActivities } from '../workflows/activity-types.ts';
import { deciding } from './deciding.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { notifying } from './notifying.ts';
import { policiesCommit, workerPolicies } from './policies.ts';
import { sweeping } from './sweeping.ts';

/** Brings the policies into the ledger's tables, then lends its hands: it reads workloads and changes none. */
export async function orchestrator(
  env: WorkerEnv,
  namespace: string,
): Promise<OrchestratorActivities & SweepActivities> {
  const clients = hubClients(env, 'closeloop-orchestrator');
  const { policies, tables, files, accountNames } = await workerPolicies(env, clients);
  await syncPolicies(tables, files, await policiesCommit(env));
  const store = openStore(clients.dynamo, env.ledgerPrefix, { notices: env.topicArn !== null });
  const deps = {
    ledger: dynamoLedger(store),
    ...notifying({ env, namespace, clients, tables, accountNames }),
    accounts: clients.accounts,
    securityHub: clients.securityHub,
    evidence: evidenceInS3(clients.s3, env.evidenceBucket),
    controlOf: controlById,
    ...deciding(env, clients),
    exceptions: dynamoScopedExceptions(store),
    tell: tellLifecycle,
    suppressions: suppressionsIn(clients.securityHub),
    clock: activityClock,
    policies,
  };
  return { ...orchestratorActivities(deps), ...sweepActivities({ ...deps, ...sweeping }) };
}
