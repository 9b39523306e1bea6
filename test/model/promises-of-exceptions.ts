import type { Severity } from '../../domain/finding.ts';
import { worst } from './lane.ts';
import type { Said } from './lane.ts';
import { hubWrites } from './promises-of-destinies.ts';
import type { Promised, Records } from './records.ts';

/** Accepted is a named person's documented decision, with an end. */
export const exceptions = {
  'SUPPRESSED by a named person, until a date': decidedByPeople,
  'no exception is longer than policy allows': withinPolicy,
  'nothing stays SUPPRESSED past its end': ends,
} as const satisfies Record<string, Promised>;

const NOTE = /^Closeloop: accepted by (.+?)(?:, confirmed by (.+?))? until (\S+):/;
/** Has no say in what payments owns. */
const STRANGER = 'linus';

function decidedByPeople(records: Records): string | null {
  for (const { n, role, note } of hubWrites(records, 'SUPPRESSED')) {
    if (role !== 'closeloop-closer') return `${role} wrote SUPPRESSED`;
    const [, by, second, until] = NOTE.exec(note) ?? [];
    if (by === undefined || until === undefined) return `nobody accepted it until a date: ${note}`;
    const heard = records.said.filter((said) => said.n < n && accepts(said, until));
    const named = [by, second].filter((name) => name !== undefined);
    const silent = named.find((name) => !heard.some(({ actor }) => actor === name));
    if (silent !== undefined) return `${silent} did not accept it until ${until}`;
    if (named.includes(STRANGER)) return `${STRANGER} may not decide about it`;
    const last = heard.at(-1)?.n ?? n;
    const severity = worst(severitiesBefore(records, last));
    if (FOUR_EYES.includes(severity) && new Set(named).size < 2)
      return `one person accepted what is ${severity}`;
  }
  return null;
}

function accepts({ decision, until }: Said, end: string): boolean {
  const longer = decision === 'accept' || decision === 'extend';
  return longer && until !== null && Date.parse(until) === Date.parse(end);
}

const FOUR_EYES: readonly Severity[] = ['HIGH', 'CRITICAL'];

/** Reported in this episode, up to `mark`: what RESOLVED ended counts no more. */
export function severitiesBefore(records: Records, mark: number): readonly Severity[] {
  const ended = hubWrites(records, 'RESOLVED').findLast(({ n }) => n < mark)?.n ?? 0;
  const reports = records.reports.filter(({ n }) => n < mark);
  const inEpisode = reports.filter(({ n }) => n > ended);
  return (inEpisode.length > 0 ? inEpisode : reports.slice(-1)).map(({ severity }) => severity);
}

const DAY = 24 * 3_600_000;
/** policies/decisions.yaml of the sandbox. */
const LONGEST: Readonly<Record<Severity, number>> = {
  CRITICAL: 30,
  HIGH: 90,
  MEDIUM: 180,
  LOW: 365,
  INFORMATIONAL: 365,
};

function withinPolicy(records: Records): string | null {
  for (const { n, note } of hubWrites(records, 'SUPPRESSED')) {
    const until = NOTE.exec(note)?.[3] ?? '';
    const said = records.said.findLast((one) => one.n < n && accepts(one, until));
    if (said === undefined) continue;
    const most = LONGEST[worst(severitiesBefore(records, said.n))];
    const days = (Date.parse(until) - said.at) / DAY;
    if (!(days > 0 && days <= most + 0.01)) return `${days} days, policy allows ${most}`;
  }
  return null;
}

const SLACK = 120_000;

/** While Security Hub shows SUPPRESSED there is an exception that has not ended, or people know that it could not be told. */
function ends({ hub, row, now, troubled, retrying }: Records): string | null {
  if (hub.status !== 'SUPPRESSED' || troubled || retrying) return null;
  const until = row?.exception?.until;
  if (until !== undefined)
    return Date.parse(until) > now - SLACK ? null : `the exception ended at ${until}`;
  if (row?.phase === 'HUMAN_REVIEW' && /Security Hub/.test(row.waitsFor)) return null;
  return `SUPPRESSED in ${row?.phase} without an exception`;
}
