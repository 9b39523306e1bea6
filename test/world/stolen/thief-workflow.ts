/** What whoever may write to the namespace can run there: any activity of any queue, with any input. */
import { proxyActivities } from '@temporalio/workflow';

type AnyActivity = (...input: readonly unknown[]) => Promise<unknown>;

/** Schedules one activity, once, and answers what it answered. */
export async function Thief(
  taskQueue: string,
  name: string,
  input: readonly unknown[],
): Promise<unknown> {
  const activities = proxyActivities<Record<string, AnyActivity>>({
    taskQueue,
    startToCloseTimeout: '60s',
    heartbeatTimeout: '30s',
    retry: { maximumAttempts: 1 },
  });
  return await activities[name]?.(...input);
}
