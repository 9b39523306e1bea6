import type { Notices } from '../../activities/ledger/notice/notices.ts';
import { commandLine } from '../cli/command-line.ts';
import { type Check, ok, warn } from './check.ts';

const NAMED = { group: 'Notifications', name: 'delivery' };
/** The lifecycle itself is about to tell what is younger. */
const YOUNG = 60_000;
/** Enough to see that something is wrong. */
const MOST = 100;

/** Have people heard of what they were to be told? `now` in epoch milliseconds. */
export async function undelivered(
  notices: Pick<Notices, 'undeliveredSince' | 'undelivered'>,
  now: number,
): Promise<Check> {
  const late = await notices.undeliveredSince(new Date(now - YOUNG).toISOString(), MOST);
  const [first] = late;
  if (first === undefined) return ok(NAMED, 'everything was delivered');
  const [why] = await notices.undelivered(first);
  const many = late.length === MOST ? `at least ${MOST}` : `${late.length}`;
  const reason = why === undefined ? '' : `, the first to ${why.to}: ${why.why ?? 'not tried yet'}`;
  return warn(
    NAMED,
    `people have not heard of ${many} finding(s)${reason}`,
    commandLine('findings', 'show', first),
    'The sweep tries again every hour; docs/notifications.md says how.',
  );
}
