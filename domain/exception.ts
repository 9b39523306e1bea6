import type { Severity } from './finding.ts';
import { isoMinute } from './text.ts';

/** A risk that named people accepted until a date. Every exception has an end. Times in epoch milliseconds. */
export interface Exception {
  /** The id of the decision that made or last extended it. */
  readonly id: string;
  readonly by: string;
  /** The second person, where policy asks for four eyes. */
  readonly confirmedBy: string | null;
  readonly why: string;
  /** When it was first accepted. The lifetime that all extensions share begins here. */
  readonly since: number;
  readonly until: number;
  /** The severity that was accepted. A higher one ends the exception. */
  readonly severity: Severity;
  /** How many heads-ups before the end were given. */
  readonly headsUps: number;
  /** The scoped exception that covers it; absent where the finding itself was accepted. */
  readonly scope?: string;
}

/** What triage found about an import. `until`: epoch milliseconds. */
export type ImportCheck =
  | {
      readonly granted: true;
      /** The proven person who imports it, and so accepts it. */
      readonly importer: string;
      /** What the note in Security Hub says, as a claim that nobody proved. */
      readonly why: string;
      readonly until: number;
    }
  | GrantedBefore
  | { readonly granted: false; readonly because: string };

/** In histories of imports from before a note's name was only a claim. */
interface GrantedBefore {
  readonly granted: true;
  readonly by: string;
  readonly confirmedBy: string;
  readonly why: string;
  readonly until: number;
}

/** How long policy allows risks to be accepted. Seconds, by severity. */
export interface AcceptancePolicy {
  /** The longest time of one decision. */
  readonly most: Readonly<Record<Severity, number>>;
  /** The longest time with all extensions. */
  readonly lifetime: Readonly<Record<Severity, number>>;
  /** From this severity up a second person has to confirm; null: never. */
  readonly fourEyesFrom: Severity | null;
  /** How long before the end people are told, longest first. */
  readonly headsUp: readonly number[];
  /** What one person's revocation leads to. Absent in timetables from before it existed: `REVOCATION`. */
  readonly revoked?: Revocation;
}

/** By how many people accepted the risk, or would have to. */
export interface Revocation {
  readonly ofOne: AfterRevocation;
  readonly ofTwo: AfterRevocation;
}

/** `people`: human review, and no write that two people did not decide. `table`: the remediation table decides again. */
export const AFTER_REVOCATION = ['people', 'table'] as const;
type AfterRevocation = (typeof AFTER_REVOCATION)[number];

/** One person may end what two accepted, since that writes nothing; but not have a machine write by it. */
export const REVOCATION: Revocation = { ofOne: 'table', ofTwo: 'people' };

interface About {
  readonly severity: Severity;
  /** When it was accepted first; null for a new exception. */
  readonly since: number | null;
  readonly now: number;
  /** The present end of what is extended. */
  readonly present?: number | null;
}

/** Why policy does not allow this end; null when it does. */
export function expiryProblem(
  until: string | null,
  policy: Pick<AcceptancePolicy, 'most' | 'lifetime'>,
  { severity, since, now, present = null }: About,
): string | null {
  const end = parseInstant(until);
  if (end === null)
    return `"${until ?? ''}" is no date: give the end as ISO 8601 with a time zone, like 2026-12-31T00:00:00Z`;
  if (end <= now) return `${until} is past: an acceptance ends in the future`;
  if (present !== null && end <= present)
    return `it is accepted until ${isoMinute(present)} already: an extension must end later; to end it sooner, revoke it`;
  const longest = now + policy.most[severity] * 1000;
  if (end > longest)
    return `${until} is too far: policy accepts ${severity} until ${isoMinute(longest)} at most`;
  const last = (since ?? now) + policy.lifetime[severity] * 1000;
  if (end > last)
    return `${until} is past the lifetime of this exception: with all extensions policy accepts ${severity} until ${isoMinute(last)}`;
  return null;
}

/** When the next heads-up before the end is due, epoch milliseconds; null when all were given. */
export function headsUpAt(
  { until, headsUps }: Exception,
  { headsUp }: Pick<AcceptancePolicy, 'headsUp'>,
): number | null {
  const before = headsUp[headsUps];
  return before === undefined ? null : until - before * 1000;
}

/** Epoch milliseconds of an ISO 8601 instant with a time zone; null for anything else. */
export function parseInstant(text: string | null): number | null {
  const [, day = ''] = INSTANT.exec(text ?? '') ?? [];
  const ms = Date.parse(text ?? '');
  return isInCalendar(day) && Number.isFinite(ms) ? ms : null;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** False for days like the 31st of February, which `Date.parse` takes for a day in March. */
export function isInCalendar(day: string): boolean {
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(parsed) && new Date(parsed).toISOString().slice(0, 10) === day;
}
