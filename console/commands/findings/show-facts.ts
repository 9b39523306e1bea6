/** The facts at the head of `findings show`. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { ownerText, waitsForText } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { relative, timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { type EpisodeEntry, isOverdue, reasonOf, type Telling, withoutRequest } from './row.ts';
import { type Earlier, earlierFacts, exceptionFacts, ladderFacts } from './show-people.ts';

/** Why it stands where it stands, and what was seen since. */
export interface Standing {
  /** Null where a machine is at work, or nothing is left to do. */
  readonly because: string | null;
  /** The last look that changed nothing, since it began to wait; null when there was none. */
  readonly lastLook: { readonly at: string; readonly text: string } | null;
}

/** A look that somebody asked for, and that found it still open, never hides the reason why it waits. */
export function standing(row: Lifecycle, story: readonly EpisodeEntry[]): Standing {
  const own = story.filter(({ episode }) => episode === row.episode);
  const last = own.findLast(({ kind, phase }) => kind === 'verified' && phase === row.phase);
  const handed = own.findLast(({ kind }) => kind === 'people' || kind === 'approval-asked');
  const since = last !== undefined && last.seq > (handed?.seq ?? 0);
  const lastLook = since && row.phase !== 'CLOSED' ? { at: last.at, text: last.text } : null;
  switch (row.phase) {
    case 'HUMAN_REVIEW':
      return { because: reasonOf(row), lastLook };
    case 'AWAITING_APPROVAL':
      return { because: handed === undefined ? null : askedBecause(handed.text, row), lastLook };
    default:
      return { because: null, lastLook };
  }
}

/** The line begins with the plan, which has a part of its own. */
function askedBecause(text: string, { planSummary }: Lifecycle): string {
  const beginning = `${planSummary ?? ''}; `;
  return text.startsWith(beginning) ? text.slice(beginning.length) : text;
}

interface Facts extends Telling, Standing {
  readonly earlier: readonly Earlier[];
}

/** Name and value, a fact a line. */
export function facts(row: Lifecycle, telling: Facts, page: Page): Lines {
  const { now, defaultTeam, because, lastLook, earlier } = telling;
  const { account, region, resource, unmappedReason } = row.problem;
  const owner = ownerText(row, defaultTeam);
  const lines: (readonly [string, string | null])[] = [
    ['Title', row.title],
    ['State', state(row)],
    ['Waits for', row.phase === 'CLOSED' ? null : waitsFor(row, telling)],
    ['Because', because],
    ['Last look', lastLook === null ? null : `${lastLook.text} (${relative(lastLook.at, now)})`],
    ...ladderFacts(row, now),
    ...exceptionFacts(row, now),
    ['Deadline', deadline(row, now, page.style.red)],
    ['Closed', row.closedAt === null ? null : moment(row.closedAt, now)],
    ['Severity', row.severity],
    ['Resource', `${resource.id} (${resource.type})`],
    ['Where', `account ${account}, ${region}`],
    ['Owner', row.owner === null ? owner : `${owner}: ${row.owner.because}`],
    ['No control', unmappedReason === because ? null : unmappedReason],
    ['Workflow', row.workflowId],
    ...earlierFacts(earlier),
    ...row.findings.map((finding) => ['Finding', finding.id] as const),
  ];
  return lines.flatMap(([name, text]) => (text === null ? [] : fact(name, text, page)));
}

function state(row: Lifecycle): string {
  const closed =
    row.destiny === null ? '' : `: ${row.destiny}, ${row.destinyReason ?? 'no reason recorded'}`;
  return `${row.phase}${closed} (episode ${row.episode}, round ${row.round})`;
}

/** The reason has a line of its own. */
function waitsFor(row: Lifecycle, { defaultTeam, because }: Telling & Standing): string {
  const words = withoutRequest(waitsForText(row, defaultTeam), row);
  const reason = `: ${because ?? ''}`;
  return because !== null && words.endsWith(reason) ? `${words.slice(0, -reason.length)}.` : words;
}

function fact(name: string, text: string, page: Page): Lines {
  return wrapAfter(`  ${page.style.dim(name.padEnd(10))}  `, text, page);
}

function deadline(row: Lifecycle, now: number, red: (text: string) => string): string | null {
  if (row.nextDeadline === null) return null;
  const text = moment(row.nextDeadline, now);
  return isOverdue(row, now) ? red(`overdue: ${text}`) : text;
}

function moment(iso: string, now: number): string {
  return `${timestamp(iso)} UTC (${relative(iso, now)})`;
}
