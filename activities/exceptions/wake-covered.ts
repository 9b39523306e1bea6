import { activityInfo } from '@temporalio/activity';

import { isAbout } from '../../domain/scope.ts';
import type { ScopedHint } from '../../domain/scoped-exception/state.ts';
import type { WakeCoveredInput } from '../../workflows/activity-types.ts';
import type { Ledger, Lifecycle } from '../ledger/ledger.ts';

export interface WakeDeps {
  readonly ledger: Pick<Ledger, 'lifecycles'>;
  /** False when no such lifecycle runs. */
  readonly tell: (workflowId: string, hint: ScopedHint) => Promise<boolean>;
}

/**
 * Signals every lifecycle in the scope, and those that the exception covers; each then reads from the ledger
 * whether it is covered. A retry sends the same messages, which change nothing twice.
 */
export async function wakeCovered(
  deps: WakeDeps,
  { exception, scope, because }: WakeCoveredInput,
): Promise<{ readonly told: number }> {
  const { workflowExecution, activityId } = activityInfo();
  const id = `${exception}/${workflowExecution?.runId ?? ''}/${activityId}`;
  const all = await deps.ledger.lifecycles();
  const concerned = all.filter((row) => isConcerned(row, { scope, exception }));
  let told = 0;
  for (const { workflowId } of concerned) {
    if (await deps.tell(workflowId, { id, exception, because })) told += 1;
  }
  return { told };
}

/** A finding with an exception of its own keeps that one. */
function isConcerned(
  row: Lifecycle,
  { scope, exception }: Pick<WakeCoveredInput, 'scope' | 'exception'>,
): boolean {
  if (row.phase === 'CLOSED') return false;
  if (row.exception !== undefined) return row.exception.scope === exception;
  return isAbout(scope, row);
}
