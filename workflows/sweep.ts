import { dueForSweep, lookAgain, revive, tellAgain } from './activity-options.ts';

/** How many of what the sweep did. */
export type SweepResult = Readonly<Record<string, number>>;

/**
 * Closed is still watched, and nothing open is forgotten: run by a Schedule (workers/sweep-schedule.ts). What one
 * sweep does not finish the next one finds again, because the ledger says what is due.
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

/** Counted, and visible in the history: one resource must not keep the others from being looked at. */
function onFailure(): 'failed' {
  return 'failed';
}
