/** The head of `findings show`: what is the matter, what is needed, and the facts that decide. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { namingDefaultTeam } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { duration, moment, relative } from '../../output/time.ts';
import { type Fact, factLines, wrapAfter } from '../../output/wrap.ts';
import { exceptionFacts } from './exception-facts.ts';
import {
  brief,
  type EpisodeEntry,
  type Lateness,
  lateness,
  LONGEST_REASON,
  nameOf,
  reasonOf,
  type Telling,
  withoutRequest,
} from './row.ts';

export interface ReasonAndLastCheck {
  /** Why people have to decide; null where a machine is at work, or nothing is left to do. */
  readonly because: string | null;
  /** The last check that changed nothing, since the finding began to wait; null when there was none. */
  readonly lastLook: { readonly at: string; readonly text: string } | null;
}

/** A check that a person requested, and that found it still open, never replaces the reason why it waits. */
export function reasonAndLastCheck(
  row: Lifecycle,
  story: readonly EpisodeEntry[],
): ReasonAndLastCheck {
  const own = story.filter(({ episode }) => episode === row.episode);
  const last = own.findLast(({ kind, phase }) => kind === 'verified' && phase === row.phase);
  const handed = own.findLast(({ kind }) => kind === 'people' || kind === 'approval-asked');
  const since = last !== undefined && last.seq > (handed?.seq ?? 0);
  const lastLook = since && row.phase !== 'CLOSED' ? { at: last.at, text: last.text } : null;
  if (row.phase === 'HUMAN_REVIEW') return { because: reasonOf(row), lastLook };
  const awaits = row.phase === 'AWAITING_APPROVAL' && handed !== undefined;
  return { because: awaits ? withoutPlan(handed.text, row) : null, lastLook };
}

/** The entry begins with the plan, which has a section of its own. */
function withoutPlan(text: string, { planSummary }: Lifecycle): string {
  const beginning = `${planSummary ?? ''}; `;
  return text.startsWith(beginning) ? text.slice(beginning.length) : text;
}

export function headline(row: Lifecycle, page: Page): Lines {
  const title = page.style.bold(`${nameOf(row)}: ${needed(row)}`);
  return wrapAfter('', title, page);
}

function needed({ phase, request, destiny, destinyReason, exception }: Lifecycle): string {
  if (request !== undefined) return `a second person has to confirm "${request.decision}"`;
  const texts: Readonly<Record<string, string>> = {
    CLOSED: `closed as ${destiny ?? 'unknown'} (${destinyReason ?? 'no reason recorded'})`,
    AWAITING_APPROVAL: 'the plan needs an approval',
    HUMAN_REVIEW: 'somebody has to decide',
    AWAITING_MERGE: 'the pull request needs a review',
    ACCEPTED: `accepted until ${exception?.until.slice(0, 10) ?? 'its end'}`,
  };
  return texts[phase] ?? 'Closeloop is working, nothing to do';
}

/** Who has to act until when and why, then what the finding is about. */
export function decisionFacts(
  row: Lifecycle,
  context: Telling & ReasonAndLastCheck,
  page: Page,
): Lines {
  const { now, because, lastLook } = context;
  const { account, region } = row.problem;
  const facts: readonly (Fact | null)[] = [
    ['Title', row.title],
    ['Status', row.phase],
    ...waitsFor(row, context, page),
    because === null ? null : ['Because', brief(because, LONGEST_REASON)],
    lastLook === null ? null : ['Last check', `${lastLook.text} (${relative(lastLook.at, now)})`],
    ...exceptionFacts(row, now),
    row.closedAt === null ? null : ['Closed', moment(row.closedAt, now)],
    ['Severity', row.severity],
    ['Where', `account ${account}, ${region}`],
  ];
  return factLines(facts, page);
}

/** Who is asked until when, and who next; else what a machine does, or nothing where an exception says it. */
function waitsFor(
  row: Lifecycle,
  { now, defaultTeam, because }: Telling & ReasonAndLastCheck,
  { style }: Page,
): readonly Fact[] {
  const { ladder, nextDeadline, phase, exception } = row;
  if (phase === 'CLOSED' || exception !== undefined) return [];
  const until = nextDeadline === null ? 'no deadline' : moment(nextDeadline, now);
  const passed = nextDeadline !== null && Date.parse(nextDeadline) < now;
  const due = passed ? style.red(`overdue: ${until}`) : until;
  if (ladder === undefined) {
    const text = withoutReason(
      withoutRequest(namingDefaultTeam(row.waitsFor, defaultTeam), row),
      because,
    );
    return [['Waits for', text], ...(nextDeadline === null ? [] : [['Deadline', due] as const])];
  }
  const { asked, next } = ladder;
  const then = next ?? `${asked} again`;
  return [
    ['Waits for', namingDefaultTeam(asked, defaultTeam)],
    ['Deadline', due],
    ...lateFacts(row, now, style),
    ['Then', namingDefaultTeam(then, defaultTeam)],
  ];
}

/** Who missed the first deadline, and the end that no message moves. */
function lateFacts(row: Lifecycle, now: number, style: Page['style']): readonly Fact[] {
  const late = lateness(row, now);
  const { due, ladder } = row;
  const text = late === null ? '' : lateInWords(late, ladder?.overdue ?? 0);
  return [
    ...(late === null ? [] : [['Late', style.red(text)] as const]),
    ...(due === undefined ? [] : [['Latest end', moment(due.latest, now)] as const]),
  ];
}

function lateInWords({ ms, by }: Lateness, missed: number): string {
  const first = `${duration(ms)}: ${by ?? 'people'} missed the first deadline`;
  const last = `the last level missed ${missed} ${missed === 1 ? 'deadline' : 'deadlines'}`;
  return [...(ms === 0 ? [] : [first]), ...(missed === 0 ? [] : [last])].join('; ');
}

/** The reason has a line of its own. */
function withoutReason(text: string, because: string | null): string {
  const reason = `: ${because ?? ''}`;
  return because !== null && text.endsWith(reason) ? `${text.slice(0, -reason.length)}.` : text;
}
