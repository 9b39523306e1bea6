import { Context } from '@temporalio/activity';

/** A heartbeat's details, and milliseconds between two. Each one that reaches the server is billed. */
interface Beat {
  readonly details: string;
  readonly every: number;
}

/**
 * Heartbeats while `work` lasts: the server's answer to one is how an activity learns that it was cancelled, and Temporal
 * takes a worker that sends none for lost. The work needs limits of its own: here, timeouts and few retries.
 */
export async function whileHeartbeating<T>(
  { details, every }: Beat,
  work: () => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(details), every);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
