import { auditActivities } from '../activities/audit/activities.ts';
import type { AuditActivities } from '../workflows/activity-types.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';
import { sealing } from './sealing.ts';

/** Activities that compare what is closed, and what is told, with what proves it. They write nothing but seals. */
export async function audit(env: WorkerEnv, namespace: string): Promise<AuditActivities> {
  const clients = hubClients(env, 'closeloop-audit');
  const { securityHub } = clients;
  return auditActivities({ securityHub, sealing: await sealing(env, namespace, clients) });
}
