import type { Action, Reason } from './reasons.ts';

/** What is counted: one finding's problem, or a finding or event that got no further. */
export interface Counted {
  readonly action: Action | 'fail';
  readonly reason: Reason | 'nothing-open' | 'error';
}

/**
 * One line per action and reason in CloudWatch's embedded metric format, so that every drop is a number
 * without a call to CloudWatch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines(counted: readonly Counted[], now: number): readonly string[] {
  const counts = new Map<string, { one: Counted; count: number }>();
  for (const one of counted) {
    const key = `${one.action} ${one.reason}`;
    counts.set(key, { one, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ one, count }) =>
    JSON.stringify({
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: 'Closeloop/Starter',
            Dimensions: [['action', 'reason']],
            Metrics: [{ Name: 'findings', Unit: 'Count' }],
          },
        ],
      },
      action: one.action,
      reason: one.reason,
      findings: count,
    }),
  );
}
