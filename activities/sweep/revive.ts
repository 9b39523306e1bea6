import { asking, failure } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { Watch } from '../ledger/ledger.ts';
import { sweepObservation } from './observation.ts';
import type { Report } from './report.ts';

export interface ReviveDeps {
  readonly ledger: Pick<Watch, 'swept'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Has Temporal an open run of that id? */
  readonly isRunning: (workflowId: string) => Promise<boolean>;
  readonly report: Report;
}

export type Revived = 'running' | 'revived' | 'skipped';

/**
 * A problem that the ledger has as open, and that no lifecycle leads any more (terminated by hand, a namespace that
 * was lost), gets a new one: nothing stays open for ever.
 */
export async function revive(
  { ledger, clock, isRunning, report }: ReviveDeps,
  workflowId: string,
): Promise<Revived> {
  const swept = await asking(`the ledger for ${workflowId}`, () => ledger.swept(workflowId));
  if (swept === null || swept.status === 'closed') return 'skipped';
  if (await isRunning(workflowId)) return 'running';
  const { lifecycle } = swept;
  const at = clock.now().toISOString();
  const id = `${lifecycle.episode}/${lifecycle.updatedAt}`;
  const observation = sweepObservation(lifecycle, { id, at });
  if (observation === null) {
    throw failure('SchemaMismatch', `The ledger's row of ${workflowId} lists no finding.`);
  }
  await report(workflowId, lifecycle.problem, observation);
  return 'revived';
}
