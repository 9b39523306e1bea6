/** Runs a function as an activity, with time that does not pass and errors as AWS throws them. */
import { ActivityCancellationDetails, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

import type { Clock } from '../../activities/clock.ts';

/** An error as the SDK throws it. */
export function awsError(name: string, status: number | null = 400, message = 'no'): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: status === null ? {} : { httpStatusCode: status, requestId: 'r-1' },
  });
}

/** Stands in for a call that always fails. */
export function failing(thrown: Error): () => Promise<never> {
  return async () => {
    throw thrown;
  };
}

/** As the server asks: by a person's cancel, or because the worker ends. */
export type Cancel = (why: 'CANCELLED' | 'WORKER_SHUTDOWN') => void;

/** Runs `act` as an activity; answers also what it sent as heartbeats. */
export async function asActivity<T>(
  act: (cancel: Cancel) => Promise<T>,
  info: { readonly attempt?: number; readonly activityId?: string } = {},
): Promise<{ readonly result: T; readonly heartbeats: readonly unknown[] }> {
  // Expected failures are asserted, not printed.
  const logger = new DefaultLogger('ERROR');
  const environment = new MockActivityEnvironment(info, { logger });
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  const cancel: Cancel = (why) => {
    const details = { cancelRequested: why === 'CANCELLED', workerShutdown: why !== 'CANCELLED' };
    environment.cancel(why, new ActivityCancellationDetails(details));
  };
  const result: T = await environment.run(() => act(cancel));
  return { result, heartbeats };
}

export interface FakeClock extends Clock {
  readonly slept: number[];
}

/** Never waits; remembers how long it was asked to. Cancels after `cancelAfter` sleeps. */
export function fakeClock(cancelAfter = Infinity): FakeClock {
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date('2026-11-23T06:00:00.000Z'),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      if (slept.length >= cancelAfter) throw new CancelledFailure('cancelled');
    },
  };
}
