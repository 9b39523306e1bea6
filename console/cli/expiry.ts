/** When an acceptance ends, as people write it. The lifecycle checks what policy allows. */
import { InvalidArgumentError } from 'commander';

import { isInCalendar, parseInstant } from '../../domain/exception.ts';
import { timestamp } from '../output/time.ts';
import { CliError } from './cli-error.ts';
import { commandLine } from './command-line.ts';

const DAY = 86_400_000;
/** Longer than any policy allows: a typing mistake. */
const MOST_DAYS = 3_650;

/** Reads `--days` and `--expiring`. */
export function parseDays(given: string): number {
  const count = Number(given);
  if (/^\d+$/.test(given) && count >= 1 && count <= MOST_DAYS) return count;
  throw new InvalidArgumentError(`Expected a whole number of days from 1 to ${MOST_DAYS}.`);
}

/** Reads `--until`; the text stays as it was written, because a second person names the same. */
export function parseUntil(given: string): string {
  if (/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+)?$/.test(given)) {
    throw new InvalidArgumentError('It has no time zone: write it like 2026-12-31T00:00:00Z.');
  }
  const day = given.slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !isInCalendar(day)) {
    throw new InvalidArgumentError('The calendar has no such day.');
  }
  if (parseInstant(given) === null) {
    throw new InvalidArgumentError(
      'Expected ISO 8601 with a time zone, like 2026-12-31T00:00:00Z or 2026-12-31T18:00+01:00.',
    );
  }
  return given;
}

/** Reads an end as `60d` or as an instant. */
export function parseEnd(given: string): End {
  const count = /^(\d+)d$/.exec(given)?.[1];
  if (count !== undefined) return { days: parseDays(count), until: undefined };
  return { days: undefined, until: parseUntil(given) };
}

export interface End {
  readonly days: number | undefined;
  readonly until: string | undefined;
}

/** The end as ISO 8601, `--days` as 00:00 UTC of that day. Throws CliError `InvalidExpiry` (exit 2): none, two or past. */
export function resolveEnd(end: End, verb: Verb, now: number): string {
  if ((end.days === undefined) === (end.until === undefined)) {
    throw invalid('Say when it ends, once: with --days or with --until.', verb);
  }
  if (end.until === undefined) return inDays(end.days ?? 0, now);
  if ((parseInstant(end.until) ?? 0) > now) return end.until;
  const clock = timestamp(new Date(now).toISOString());
  throw invalid(`${end.until} is past: it is ${clock} UTC now.`, verb);
}

/** The beginning of that day in UTC: the same for everybody who says it on one day, never longer than policy allows. */
function inDays(count: number, now: number): string {
  const end = Math.floor(now / DAY + count) * DAY;
  return new Date(end).toISOString().replace('.000Z', 'Z');
}

function invalid(message: string, verb: Verb): CliError {
  return new CliError('InvalidExpiry', `${message} Nothing was sent.`, {
    next: [...helpFor(verb)],
    exitCode: 2,
  });
}

/** The first two are about one finding. */
type Verb = 'accept' | 'extend' | 'ask-scoped' | 'extend-scoped';

function helpFor(verb: Verb): readonly string[] {
  if (verb === 'ask-scoped') return [commandLine('exceptions', 'ask', '--help')];
  if (verb === 'extend-scoped') return [commandLine('exceptions', 'extend', '--help')];
  return [
    commandLine('findings', verb, 'ID', '--days', '30', '--why', 'your reason'),
    commandLine('findings', verb, '--help'),
  ];
}
