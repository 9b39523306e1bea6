import { setTimeout as pause } from 'node:timers/promises';

import { Context } from '@temporalio/activity';

/** Time, so that tests need not wait. */
export interface Clock {
  readonly now: () => Date;
  /** Milliseconds. Rejects with CancelledFailure when the worker ends, not when the activity is called off. */
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
 * Never resolves. Who sleeps follows what has begun, and that is not stopped by calling the activity off; any other
 * end (worker shutdown, pause, a workflow that is gone) is for the next attempt.
 */
async function workerEnds(context: Context): Promise<never> {
  try {
    return await context.cancelled;
  } catch (error) {
    if (context.cancellationDetails?.cancelRequested !== true) throw error;
    return await new Promise<never>(() => {});
  }
}
