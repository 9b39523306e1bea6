import { dueForSweep, lookAgain, revive, tellAgain } from './activity-options.ts';

/** How often the sweep had each outcome. */
export type SweepResult = Readonly<Record<string, number>>;

/**
 * Verifies closed problems again, restarts lost lifecycles and repeats notifications. A Schedule runs it
 * (workers/schedules.ts). The ledger says what is due, so the next sweep continues what this one does not finish.
 */
export async function Sweep(): Promise<SweepResult> {
  const counts: Record<string, number> = {};
  const count = (outcome: string) => {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  };
  const { closed, silent, untold = [] } = await dueForSweep();
  for (const workflowId of closed) count(await lookAgain(workflowId).catch(onFailure));
  for (const workflowId of silent) count(await revive(workflowId).catch(onFailure));
  for (const workflowId of untold) count(await tellAgain(workflowId).catch(onFailure));
  return counts;
}

/** One failed item is counted and does not stop the others. The workflow's history shows the error. */
function onFailure(): 'failed' {
  return 'failed';
}
