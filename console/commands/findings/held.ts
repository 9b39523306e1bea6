/** Which findings wait because the kill switch is on. */
import type { KillSwitch, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';

/** As closeloop-runtime says it when it refuses a write: activities/runtime/permission.ts. */
const REFUSED = 'the kill switch is on';

/** A write was refused because of it, or an approval would write nothing now. */
export function isHeld(row: Lifecycle, { on }: KillSwitch): boolean {
  const { phase, waitsFor, withPeople = '', problem } = row;
  if (!on || phase === 'CLOSED' || problem.control === null) return false;
  return phase === 'AWAITING_APPROVAL' || `${waitsFor} ${withPeople}`.includes(REFUSED);
}

/** Above a list; empty while it is off. */
export function switchLines(rows: readonly Lifecycle[], kill: KillSwitch, page: Page): Lines {
  const { on, by, why, at } = kill;
  if (!on) return [];
  const held = rows.filter((row) => isHeld(row, kill)).length;
  const since = at === undefined ? '' : ` since ${timestamp(at)} UTC`;
  const count = held === 1 ? '1 of these waits' : `${held} of these wait`;
  const text = `: Closeloop writes nothing${since}. ${by} stopped all automatic writes: ${why}. ${count} because of it.`;
  return wrapAfter('', `${page.style.red('Kill switch on')}${text}`, page);
}
