import { Context } from '@temporalio/activity';

/** Time, so that tests need not wait. */
export interface Clock {
  readonly now: () => Date;
  /** Milliseconds. Rejects with CancelledFailure when the activity is cancelled. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The worker's clock; `sleep` only inside an activity. */
export const activityClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => Context.current().sleep(milliseconds),
};
