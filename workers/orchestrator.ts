import { getClient } from '@temporalio/activity';

import { failure } from '../activities/aws/failures.ts';
import { activityClock } from '../activities/clock.ts';
import { orchestratorActivities, sweepActivities } from '../activities/index.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import { dynamoScopedExceptions } from '../activities/ledger/exception/exceptions.ts';
import { syncPolicies } from '../activities/ledger/policy/policy-tables.ts';
import { evidenceInS3 } from '../activities/verify/evidence.ts';
import { lifecycleClient } from '../client/lifecycle-client.ts';
import { controlById } from '../controls/index.ts';
import type {
  CloserActivities,
  OrchestratorActivities,
  SweepActivities,
} from '../workflows/activity-types.ts';
import { TASK_QUEUES } from '../workflows/messages.ts';
import { deciding } from './deciding.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { notifying } from './notifying.ts';
import { policiesCommit, workerPolicies } from './policies.ts';

/** Activities that read workload accounts and change none. Writes the policies into the ledger's tables first. */
export async function orchestrator(
  env: WorkerEnv,
  namespace: string,
): Promise<OrchestratorActivities & SweepActivities> {
  const clients = hubClients(env, 'closeloop-orchestrator');
  const { policies, tables, files, accountNames } = await workerPolicies(env, clients);
  await syncPolicies(tables, files, await policiesCommit(env));
  const store = openStore(clients.dynamo, env.ledgerPrefix, { notices: env.topicArn !== null });
  // An activity's context has the connection of the worker that runs it.
  const lifecycles = lifecycleClient(async (work) => await work(getClient()));
  const { isRunning, report } = lifecycles;
  const deps = {
    ledger: dynamoLedger(store),
    ...notifying({ env, namespace, clients, tables, accountNames, policies }),
    accounts: clients.accounts,
    securityHub: clients.securityHub,
    evidence: evidenceInS3(clients.s3, env.evidenceBucket),
    controlOf: controlById,
    ...deciding(env, clients, 'events'),
    exceptions: dynamoScopedExceptions(store),
    tell: lifecycles.exceptionsChanged,
    clock: activityClock,
    policies,
  };
  return {
    ...moved(),
    ...orchestratorActivities(deps),
    ...sweepActivities({ ...deps, isRunning, report }),
  };
}

/**
 * What an earlier release scheduled here. This worker may not write to Security Hub any more, so such a task fails
 * at once and its workflow goes on as after any failure: with people, or with the next sweep.
 */
function moved(): Readonly<Record<string, () => Promise<never>>> {
  const because = `An earlier release scheduled this here, and now only the closer worker does it (task queue ${TASK_QUEUES.closer}). Ask for it again.`;
  const refuse = async () => {
    throw failure('AccessDenied', because);
  };
  return Object.fromEntries(MOVED.map((name) => [name, refuse]));
}

const MOVED: readonly (keyof CloserActivities)[] = [
  'close',
  'suppress',
  'reopen',
  'noteFailedFix',
  'checkScopedDecision',
  'recordException',
  'lookAgain',
];
