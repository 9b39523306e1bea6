import type { Clock } from '../clock.ts';
import type { Watch } from '../ledger/ledger.ts';
import { sweepObservation } from './observation.ts';
import type { Report } from './observation.ts';

export interface ReviveDeps {
  readonly ledger: Pick<Watch, 'swept'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether Temporal has an open run of that id. */
  readonly isRunning: (workflowId: string) => Promise<boolean>;
  readonly report: Report;
}

export type Revived = 'running' | 'revived' | 'skipped';

/**
 * Starts a lifecycle for a problem that is open in the ledger and has no running one (it was terminated by hand, or
 * the namespace was lost).
 */
export async function revive(
  { ledger, clock, isRunning, report }: ReviveDeps,
  workflowId: string,
): Promise<Revived> {
  const swept = await ledger.swept(workflowId);
  if (swept === null || swept.status === 'closed') return 'skipped';
  if (await isRunning(workflowId)) return 'running';
  const { lifecycle } = swept;
  const at = clock.now().toISOString();
  const id = `${lifecycle.episode}/${lifecycle.updatedAt}`;
  const observation = sweepObservation(lifecycle, { id, at });
  await report(workflowId, lifecycle.problem, observation);
  return 'revived';
}
