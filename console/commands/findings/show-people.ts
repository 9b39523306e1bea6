/** Whom a finding waits for, who accepted it, and what became of it before: facts of `findings show`. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { relative, timestamp } from '../../output/time.ts';
import type { EpisodeEntry } from './row.ts';

type Fact = readonly [name: string, text: string];

/** Who is asked now, and who when. */
export function ladderFacts({ ladder, nextDeadline }: Lifecycle, now: number): readonly Fact[] {
  if (ladder === undefined) return [];
  const { asked, next, overdue } = ladder;
  const until = nextDeadline === null ? '' : `, until ${moment(nextDeadline, now)}`;
  const late =
    overdue === 0 ? '' : `; let ${overdue} ${overdue === 1 ? 'deadline' : 'deadlines'} pass`;
  const then = next ?? `${asked} again, and it counts as overdue`;
  return [
    ['Asked now', `${asked}${until}${late}`],
    ['Asked next', then],
  ];
}

/** What waits for a second person. */
function requestFacts({ request }: Lifecycle): readonly Fact[] {
  if (request === undefined) return [];
  const { decision, by, why, until } = request;
  const end = until === null ? '' : ` until ${until}`;
  const text = `${by} asks to ${decision} it${end}: ${why}. Not in force before another person confirms it.`;
  return [['Request', text]];
}

/** By whom, since when, until when, why; and when people are told that it ends. */
export function exceptionFacts(row: Lifecycle, now: number): readonly Fact[] {
  const { exception, headsUpAt } = row;
  if (exception === undefined) return requestFacts(row);
  const { by, confirmedBy, since, until, why, severity, scope } = exception;
  const second = confirmedBy === null ? '' : `, confirmed by ${confirmedBy}`;
  const told = headsUpAt !== undefined && Date.parse(headsUpAt) > now;
  return [
    ['Accepted', `as ${severity} by ${by}${second}: ${why}`],
    ...(scope === undefined ? [] : ([['Under', `${scope}: it is decided there`]] as const)),
    ['Since', moment(since, now)],
    ['Ends', `${moment(until, now)}; then it comes back`],
    ...(told ? ([['Heads-up', moment(headsUpAt, now)]] as const) : []),
    ...requestFacts(row),
  ];
}

/** How an earlier episode ended. */
export interface Earlier {
  readonly episode: number;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The last line that was written of it. */
  readonly text: string;
}

/** Oldest first; from the story, which the ledger keeps for ever. */
export function earlierEpisodes(
  row: Lifecycle,
  story: readonly EpisodeEntry[],
): readonly Earlier[] {
  const numbers = [...new Set(story.map(({ episode }) => episode))];
  return numbers
    .filter((episode) => episode < row.episode)
    .flatMap((episode) => {
      const lines = story.filter((line) => line.episode === episode);
      const [first] = lines;
      const last = lines.findLast(({ kind }) => kind === 'closed') ?? lines.at(-1);
      if (first === undefined || last === undefined) return [];
      return [{ episode, from: first.at, to: last.at, text: last.text }];
    });
}

export function earlierFacts(earlier: readonly Earlier[]): readonly Fact[] {
  return earlier.map(({ episode, from, to, text }) => [
    `Episode ${episode}`,
    `${timestamp(from)} to ${timestamp(to)} UTC: ${text}`,
  ]);
}

function moment(iso: string, now: number): string {
  return `${timestamp(iso)} UTC (${relative(iso, now)})`;
}
