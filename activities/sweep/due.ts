import { asking } from '../aws/failures.ts';
import type { Clock } from '../clock.ts';
import type { Lookups, Watch } from '../ledger/ledger.ts';
import type { Notices } from '../ledger/notice/notices.ts';

/** What the sweep has to look at, as workflow ids. */
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
  /** Absent where nobody is told. */
  readonly notices?: Pick<Notices, 'undeliveredSince'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** At most so many of each in one sweep; the next one goes on. */
const MOST = 100;
/** A lifecycle may be busy with its deadline, or its worker away, for so long. */
const PATIENCE = 3600 * 1000;

const OPEN_PHASES = [
  'TRIAGE',
  'AWAITING_APPROVAL',
  'REMEDIATE',
  'SETTLE',
  'VERIFY',
  'DRAFT_FIX',
  'PROPOSE_FIX',
  'AWAITING_MERGE',
  'CHECK_MERGE',
  'WITHDRAW_FIX',
  'CLOSE',
  'HUMAN_REVIEW',
  'SUPPRESS',
  'ACCEPTED',
  'REOPEN',
] as const;

/** Asks the ledger, not Temporal: what Temporal has lost is what this is for. */
export async function due({ ledger, notices, clock }: DueDeps): Promise<Due> {
  const now = clock.now();
  const before = new Date(now.getTime() - PATIENCE).toISOString();
  const closed = await asking('the ledger for what is to be looked at again', () =>
    ledger.dueAgain(now.toISOString(), MOST),
  );
  const silent: string[] = [];
  for (const phase of OPEN_PHASES) {
    const late = await asking(`the ledger for what is late in ${phase}`, () =>
      ledger.overdue(phase, before),
    );
    silent.push(...late.slice(0, MOST - silent.length));
  }
  return { closed, silent, untold: await untoldSince(notices, now) };
}

/** The lifecycle's own activity is about to publish what is younger. */
const PUBLISHED_WITHIN = 5 * 60 * 1000;

async function untoldSince(notices: DueDeps['notices'], now: Date): Promise<readonly string[]> {
  if (notices === undefined) return [];
  const before = new Date(now.getTime() - PUBLISHED_WITHIN).toISOString();
  return await asking('the ledger for what was not told', () =>
    notices.undeliveredSince(before, MOST),
  );
}
