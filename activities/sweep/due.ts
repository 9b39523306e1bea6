import { PHASES } from '../../domain/lifecycle/phases.ts';
import type { Clock } from '../clock.ts';
import type { Lookups, Watch } from '../ledger/ledger.ts';
import type { Notices } from '../ledger/notice/notices.ts';

/** What the sweep has to check, as workflow ids. */
export interface Due {
  /** Closed, and to be verified again by now. */
  readonly closed: readonly string[];
  /** Open, and past a deadline that its lifecycle would have met: perhaps it runs no more. */
  readonly silent: readonly string[];
  /** With messages that wait to be published. */
  readonly untold: readonly string[];
}

export interface DueDeps {
  readonly ledger: Pick<Lookups, 'overdue'> & Pick<Watch, 'dueAgain'>;
  /** Absent where nobody is notified. */
  readonly notices?: Pick<Notices, 'undeliveredSince'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** At most so many of each in one sweep; the next sweep continues. */
const MOST = 100;
/** How long a lifecycle may need after its deadline, for example while its worker is down. */
const GRACE = 3600 * 1000;

const OPEN_PHASES = PHASES.filter((phase) => phase !== 'CLOSED');

/** Reads the ledger and not Temporal, because the sweep is there for what Temporal has lost. */
export async function due({ ledger, notices, clock }: DueDeps): Promise<Due> {
  const now = clock.now();
  const before = new Date(now.getTime() - GRACE).toISOString();
  const closed = await ledger.dueAgain(now.toISOString(), MOST);
  const silent: string[] = [];
  for (const phase of OPEN_PHASES) {
    const late = await ledger.overdue(phase, before);
    silent.push(...late.slice(0, MOST - silent.length));
  }
  const published = new Date(now.getTime() - PUBLISHED_WITHIN).toISOString();
  const untold = (await notices?.undeliveredSince(published, MOST)) ?? [];
  return { closed, silent, untold };
}

/** The lifecycle's own activity publishes what is younger. */
const PUBLISHED_WITHIN = 5 * 60 * 1000;
