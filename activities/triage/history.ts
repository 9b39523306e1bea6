/** Regressions and flapping, from earlier episodes in the ledger: Temporal forgets closed runs. */
import type { Route } from '../../domain/lifecycle/events.ts';
import type { DecisionPolicy } from '../../policies/decisions.ts';
import type { PastOutcome } from '../ledger/ledger.ts';

type ReturnPolicy = DecisionPolicy['returns'];

export interface Present {
  readonly episode: number;
  readonly now: Date;
}

/** One sentence when Closeloop fixed it lately and it is open again; null otherwise. */
export function regressionOf(
  past: readonly PastOutcome[],
  { episode, now }: Present,
  { regressionDays }: ReturnPolicy,
): string | null {
  const last = past.filter((one) => one.episode < episode).at(-1);
  if (last?.reason !== 'remediated') return null;
  if (daysBetween(last.closedAt, now) > regressionDays) return null;
  const by = last.verificationId ?? 'an unknown id';
  return `fixed by Closeloop on ${last.closedAt.slice(0, 10)} with verification ${by}; open again: episode ${episode}`;
}

/** How long a fixed resource is watched before it closes, seconds, and why; 0 for one that does not flap. */
export function dwellOf(
  past: readonly PastOutcome[],
  { episode, now }: Present,
  { flapping: { episodes, days, dwellHours } }: ReturnPolicy,
): { readonly seconds: number; readonly because: string } {
  const ended = past.filter((one) => one.episode < episode);
  const count = ended.filter(({ closedAt }) => daysBetween(closedAt, now) <= days).length + 1;
  const tooMany = count - episodes;
  if (tooMany <= 0) return { seconds: 0, because: '' };
  const seconds = Math.min(MOST_DWELL, Math.round(dwellHours * 3600 * 2 ** (tooMany - 1)));
  const because = `it keeps coming back: episode ${count} in ${days} days, so it is watched for ${seconds} s before it closes`;
  return { seconds, because };
}

/** Longer than a day would keep a fixed finding open without a reason. */
const MOST_DWELL = 24 * 3600;

/** Sends a regression to human review, with the plan, if there is one: people may approve it. */
export function withRegression(route: Route, regression: string | null, dwell: string): Route {
  const because = [route.because, ...(dwell === '' ? [] : [dwell])].join('; ');
  if (regression === null) return { ...route, because };
  return { to: 'people', because: `${regression}; ${because}` };
}

function daysBetween(at: string, now: Date): number {
  return (now.getTime() - Date.parse(at)) / (24 * 3600 * 1000);
}
