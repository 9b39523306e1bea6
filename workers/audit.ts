import { auditActivities } from '../activities/audit/activities.ts';
import { pacer } from '../activities/audit/pace.ts';
import { activityClock } from '../activities/clock.ts';
import { dynamoLedger } from '../activities/ledger/dynamo-ledger.ts';
import { openStore } from '../activities/ledger/dynamodb/store.ts';
import type { AuditActivities } from '../workflows/activity-types.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { workerPolicies } from './policies.ts';
import { reportReader } from './read-report.ts';
import { auditTelling, sealing } from './sealing.ts';

/** Activities that compare what is closed, and what is told, with what proves it. They write nothing but seals. */
export async function audit(env: WorkerEnv, namespace: string): Promise<AuditActivities> {
  const clients = hubClients(env, 'closeloop-audit');
  const { intake, files, accountNames } = await workerPolicies(env, clients);
  const store = openStore(clients.dynamo, env.ledgerPrefix);
  const ledger = dynamoLedger(store);
  const { securityHub, kms } = clients;
  const telling = auditTelling(env, namespace, { store, ...clients, files, accountNames });
  return auditActivities({
    securityHub,
    kms,
    store,
    ledger,
    readReport: reportReader(intake),
    pace: pacer(),
    clock: activityClock,
    sealing: sealing(store, clients, telling),
    telling: { ...telling, ledger },
  });
}
