import { activityInfo } from '@temporalio/activity';

import { isAbout } from '../../domain/scope.ts';
import type { ScopedHint } from '../../domain/scoped-exception/state.ts';
import type { WakeCoveredInput } from '../../workflows/activity-types.ts';
import { asking } from '../aws/failures.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';

export interface WakeDeps {
  readonly ledger: Pick<Ledger, 'lifecycles'>;
  /** False when no such lifecycle runs. */
  readonly tell: (workflowId: string, hint: ScopedHint) => Promise<boolean>;
}

/**
 * Tells every lifecycle that the scope is about, and those that sleep under it; each asks the ledger whether it is
 * covered. A repeated attempt sends the same message, which changes nothing twice.
 */
export async function wakeCovered(
  deps: WakeDeps,
  { exception, scope, because }: WakeCoveredInput,
): Promise<{ readonly told: number }> {
  const { workflowExecution, activityId } = activityInfo();
  const id = `${exception}/${workflowExecution?.runId ?? ''}/${activityId}`;
  const all = await asking('the ledger for open findings', () => deps.ledger.lifecycles());
  const concerned = all.filter((row) => isConcerned(row, { scope, exception }));
  let told = 0;
  for (const { workflowId } of concerned) {
    if (await deps.tell(workflowId, { id, exception, because })) told += 1;
  }
  return { told };
}

/** What a person accepted for itself stays as it was accepted. */
function isConcerned(
  row: Lifecycle,
  { scope, exception }: Pick<WakeCoveredInput, 'scope' | 'exception'>,
): boolean {
  if (row.phase === 'CLOSED') return false;
  if (row.exception !== undefined) return row.exception.scope === exception;
  return isAbout(scope, row);
}
