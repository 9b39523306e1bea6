import { setTimeout as pause } from 'node:timers/promises';

import { Context } from '@temporalio/activity';

/** Time, so that tests need not wait. */
export interface Clock {
  readonly now: () => Date;
  /** Milliseconds. Rejects with CancelledFailure when the worker ends, not when the workflow cancels the activity. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The worker's clock; `sleep` only inside an activity. */
export const activityClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds) => {
    const over = new AbortController();
    try {
      await Promise.race([
        pause(milliseconds, undefined, { signal: over.signal }),
        workerEnds(Context.current()),
      ]);
    } finally {
      over.abort();
    }
  },
};

/**
 * Never resolves. An execution that was started is followed to its end even when the workflow cancels the activity.
 * Rejects on any other end (worker shutdown, pause, a workflow that is gone): the next attempt goes on.
 */
async function workerEnds(context: Context): Promise<never> {
  try {
    return await context.cancelled;
  } catch (error) {
    if (context.cancellationDetails?.cancelRequested !== true) throw error;
    return await new Promise<never>(() => {});
  }
}
