/** Who accepted a finding until when, and what waits for a second person: facts of `findings show` and `exceptions show`. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { moment } from '../../output/time.ts';
import type { Fact } from '../../output/wrap.ts';

/** By whom, since when, until when, why; and when people are reminded that it ends. */
export function exceptionFacts(row: Lifecycle, now: number): readonly (Fact | null)[] {
  const { exception, headsUpAt } = row;
  if (exception === undefined) return requestFacts(row);
  const { by, confirmedBy, since, until, why, severity, scope } = exception;
  const second = confirmedBy === null ? '' : `, confirmed by ${confirmedBy}`;
  const reminds = headsUpAt !== undefined && Date.parse(headsUpAt) > now;
  return [
    ['Accepted', `as ${severity} by ${by}${second}: ${why}`],
    scope === undefined ? null : ['Under', `scoped exception ${scope}, where it is decided`],
    ['Since', moment(since, now)],
    ['Ends', `${moment(until, now)}; then the finding is open again`],
    reminds ? ['Reminder', moment(headsUpAt, now)] : null,
    ...requestFacts(row),
  ];
}

function requestFacts({ request }: Lifecycle): readonly Fact[] {
  if (request === undefined) return [];
  const { decision, by, why, until } = request;
  const end = until === null ? '' : ` until ${until}`;
  const text = `${by} wants to ${decision} it${end}: ${why}. Not in force until another person confirms it.`;
  return [['Request', text]];
}
