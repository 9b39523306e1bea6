import { auditActivities } from '../activities/audit/activities.ts';
import type { AuditActivities } from '../workflows/activity-types.ts';
import type { WorkerEnv } from './env.ts';
import { hubClients } from './hub-clients.ts';

/** Activities that compare what is closed with what proves it. They write nowhere. */
export async function audit(env: WorkerEnv): Promise<AuditActivities> {
  const { securityHub } = hubClients(env, 'closeloop-audit');
  return auditActivities({ securityHub });
}
