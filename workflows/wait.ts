import { condition, workflowInfo } from '@temporalio/workflow';

/** Shorter timers would only cost workflow tasks. */
const SHORTEST = 1_000;

/** Longer waits start in a new run, so that the history of a sleeping workflow has only a few events. */
const LONG_WAIT = 30 * 24 * 3600 * 1000;

/**
 * Waits until `until` (epoch milliseconds), or until `next` is another step. Answers whether the deadline has passed.
 * The Web UI shows `summary` beside the timer.
 */
export async function waitForStep(
  { until }: { readonly until: number },
  next: () => { readonly do: string; readonly until?: number },
  summary: string,
): Promise<boolean> {
  const changed = () => next().until !== until;
  while (Date.now() < until && !changed()) {
    const remaining = Math.max(until - Date.now(), SHORTEST);
    await condition(changed, remaining, { summary: summary.slice(0, 180) });
  }
  return !changed();
}

/** `worked`: this run has run an activity. Without that, a new run would have as long a history. */
export function wantsNewRun(until: number, worked: boolean): boolean {
  if (workflowInfo().continueAsNewSuggested) return true;
  return worked && until - Date.now() > LONG_WAIT;
}
