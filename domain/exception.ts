import type { Severity } from './finding.ts';

/** A risk that named people accepted until a date. There is none without an end. Times in epoch milliseconds. */
export interface Exception {
  /** The id of the decision that made or last extended it. */
  readonly id: string;
  readonly by: string;
  /** The second person, where policy asks for four eyes. */
  readonly confirmedBy: string | null;
  readonly why: string;
  /** When it was accepted first: extensions share one lifetime from here. */
  readonly since: number;
  readonly until: number;
  /** What was accepted; a higher severity is reviewed anew. */
  readonly severity: Severity;
  /** How many of the heads-ups before the end were given. */
  readonly headsUps: number;
  /** The wider exception that covers it; absent where it was accepted for itself. */
  readonly scope?: string;
}

/** What triage found out about it; times in epoch milliseconds. */
export type ImportCheck =
  | {
      readonly granted: true;
      readonly by: string;
      readonly confirmedBy: string;
      readonly why: string;
      readonly until: number;
    }
  | { readonly granted: false; readonly because: string };

/** What policy allows to be accepted. Seconds, per severity. */
export interface AcceptancePolicy {
  /** The longest that one decision may accept. */
  readonly most: Readonly<Record<Severity, number>>;
  /** The longest with all extensions. */
  readonly lifetime: Readonly<Record<Severity, number>>;
  /** From which severity up a second person must confirm; null for never. */
  readonly fourEyesFrom: Severity | null;
  /** How long before the end people are told, longest first. */
  readonly headsUp: readonly number[];
}

interface About {
  readonly severity: Severity;
  /** When it was accepted first; null for a new exception. */
  readonly since: number | null;
  readonly now: number;
  /** The end that is in force, of what is extended. */
  readonly present?: number | null;
}

/** Why this end cannot be accepted; null when it can. */
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
    return `it is accepted until ${iso(present)} already: an extension ends later; to end it sooner, revoke it`;
  const longest = now + policy.most[severity] * 1000;
  if (end > longest)
    return `${until} is too far: policy accepts ${severity} until ${iso(longest)} at most`;
  const last = (since ?? now) + policy.lifetime[severity] * 1000;
  if (end > last)
    return `${until} is past the lifetime of this exception: with all extensions policy accepts ${severity} until ${iso(last)}`;
  return null;
}

/** When people are told next that it ends, epoch milliseconds; null when all heads-ups were given. */
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

/** `Date.parse` makes the 31st of February a day in March. */
export function isInCalendar(day: string): boolean {
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(parsed) && new Date(parsed).toISOString().slice(0, 10) === day;
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
