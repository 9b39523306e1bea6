import { condition } from '@temporalio/workflow';

/** Shorter timers would only cost workflow tasks. */
const SHORTEST = 1_000;

/**
 * Waits until an absolute deadline (epoch milliseconds) or until `changed` is true. Answers whether the deadline has
 * passed. The Web UI shows `summary` beside the timer.
 */
export async function waitUntil(
  deadline: number,
  changed: () => boolean,
  summary: string,
): Promise<boolean> {
  while (Date.now() < deadline && !changed()) {
    const remaining = Math.max(deadline - Date.now(), SHORTEST);
    await condition(changed, remaining, { summary: summary.slice(0, 180) });
  }
  return !changed();
}
