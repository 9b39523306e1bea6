import type { Notices } from '../../activities/ledger/notice/notices.ts';
import { commandLine } from '../cli/command-line.ts';
import { type Check, ok, warn } from './check.ts';

export const DELIVERY = { group: 'Notifications', name: 'delivery' };
/** Younger notifications are still being sent by the lifecycle itself. */
const YOUNG = 60_000;
/** Enough to show that something is wrong. */
const MOST = 100;

/** Whether every notification was delivered. `now` in epoch milliseconds. */
export async function undelivered(
  notices: Pick<Notices, 'undeliveredSince' | 'undelivered'>,
  now: number,
): Promise<Check> {
  const late = await notices.undeliveredSince(new Date(now - YOUNG).toISOString(), MOST);
  const [first] = late;
  if (first === undefined) return ok(DELIVERY, 'nothing waits to be delivered');
  const [why] = await notices.undelivered(first);
  const many = late.length === MOST ? `at least ${MOST}` : `${late.length}`;
  const reason = why === undefined ? '' : `, the first to ${why.to}: ${why.why ?? 'not tried yet'}`;
  return warn(
    DELIVERY,
    `notifications of ${many} finding(s) were not delivered${reason}`,
    commandLine('findings', 'show', first),
    'The sweep tries again every hour; docs/notifications.md says how.',
  );
}
