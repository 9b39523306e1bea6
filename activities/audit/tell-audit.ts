import type { AuditAlarm, Unproven } from '../../domain/audit.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { tellNow } from '../notify/tell-now.ts';
import type { TellDeps } from '../notify/tell-now.ts';
import { publishAlarm } from './alarm.ts';

export interface TellAuditDeps extends TellDeps {
  readonly ledger: Pick<Ledger, 'knownFinding'>;
}

/**
 * Publishes the alarm, and at the end of the audit the notification `unproven` of each lifecycle that follows one of the
 * findings that it names. `id` is the same for each attempt. Throws as `callAws` does. Answers null, or why nobody was told.
 */
export async function tellAudit(
  deps: TellAuditDeps,
  alarm: AuditAlarm,
  id: string,
): Promise<string | null> {
  deps.warn(`${alarm.step}: ${JSON.stringify(alarm.counts)}${alarm.failed ?? ''}`);
  if (deps.topic === null) return 'no topic is configured';
  await publishAlarm(deps.topic, alarm, { id, at: deps.clock.now().toISOString() });
  if (alarm.isOver) for (const one of alarm.first) await tellLifecycles(deps, one);
  return null;
}

async function tellLifecycles(
  deps: TellAuditDeps,
  { finding, status, why }: Unproven,
): Promise<void> {
  const known = await deps.ledger.knownFinding(finding);
  for (const workflowId of Object.keys(known?.problems ?? {})) {
    const text = `Finding ${finding.id} was ${status} in Security Hub without proof: ${why}`;
    await tellNow(deps, { workflowId, kind: 'unproven', text });
  }
}
