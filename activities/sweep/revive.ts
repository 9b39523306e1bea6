import type { Clock } from '../clock.ts';
import type { Lifecycle, Watch } from '../ledger/ledger.ts';
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
 * the namespace was lost). People keep what they had; what they decided is lost, so they decide again.
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
  const kept = whyWithPeople(lifecycle);
  const withPeople = kept === null ? {} : { withPeople: `${kept}; Temporal lost the lifecycle` };
  await report(workflowId, lifecycle.problem, { ...observation, ...withPeople });
  return 'revived';
}

/** Null where they had not got it. Rows of earlier releases do not say it, but show where it was. */
function whyWithPeople({ withPeople, phase, reason, exception }: Lifecycle): string | null {
  if (withPeople !== undefined) return withPeople;
  if (exception !== undefined) return `accepted by ${exception.by}`;
  return phase === 'HUMAN_REVIEW' ? reason : null;
}
