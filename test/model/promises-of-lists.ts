import type { StoryLine } from './lane.ts';
import type { Promised, Records } from './records.ts';

/** What people let slip is listed as overdue, and what waits for people is in the list of somebody who has a say. */
export const lists = {
  'a missed first deadline is overdue': missedIsOverdue,
  'overdue is only what missed a deadline': overdueWasMissed,
  'what waits for people is in somebody’s list': somebodyIsAsked,
  'only who has a say is asked': noStrangerIsAsked,
  'a second signature is asked of somebody else': secondIsAsked,
} as const satisfies Record<string, Promised>;

/** What the server's clock and ours may differ by, and what a timer may be late. */
const SLACK = 120_000;

const WAITS: readonly string[] = ['AWAITING_APPROVAL', 'AWAITING_MERGE', 'HUMAN_REVIEW'];

/** A person's decision was carried out, or a machine wrote: what follows has its own deadlines. */
const CARRIED_OUT: readonly string[] = ['accepted', 'merged', 'undone', 'closed'];
/** A write that began may still be refused, which makes no time; one that ended was carried out. */
const BEGAN = (line: StoryLine) => line.kind === 'remediating';
const ENDED = ({ kind, text }: StoryLine) =>
  kind === 'remediated' && text.startsWith('automation ');

/** Before the first triage that succeeds nobody's deadline passes: triage is tried again. */
const isMissed = ({ kind, phase }: StoryLine) =>
  ['escalated', 'overdue'].includes(kind) && phase !== 'TRIAGE';

/** Escalations make up for nothing, and neither does what people sent meanwhile. */
function missedIsOverdue(records: Records): string | null {
  const { row, overdue } = records;
  if (unsettled(records) || overdue || !WAITS.includes(row?.phase ?? '')) return null;
  const missed = linesSince(records, BEGAN).find(isMissed);
  if (missed !== undefined) return `${missed.kind} at ${missed.at}, and it is not overdue`;
  const first = firstShown(records, BEGAN);
  return first === null || first > records.now - SLACK
    ? null
    : `people were given until ${new Date(first).toISOString()}, and it is not overdue`;
}

function overdueWasMissed(records: Records): string | null {
  const { row, overdue } = records;
  if (unsettled(records) || !overdue) return null;
  if (row?.phase === 'CLOSED') return 'closed, and overdue';
  const lines = linesSince(records, ENDED);
  if (lines.some(isMissed)) return null;
  // The wait for an approval that nobody gave ends in human review.
  const asked = lines.findIndex(({ kind }) => kind === 'approval-asked');
  if (asked >= 0 && lines.slice(asked).some(({ kind }) => kind === 'people')) return null;
  const first = firstShown(records, ENDED);
  return first !== null && first <= records.now + SLACK ? null : 'overdue, and no deadline passed';
}

function somebodyIsAsked(records: Records): string | null {
  const { row, askedOf } = records;
  if (unsettled(records) || !WAITS.includes(row?.phase ?? '')) return null;
  return askedOf.length > 0 ? null : `${row?.phase}, and it is in nobody’s list`;
}

/** Everybody of another team than those that ever had it. */
function noStrangerIsAsked(records: Records): string | null {
  const { row, askedOf, story } = records;
  if (row?.phase === 'CLOSED' && askedOf.length > 0) return `closed, and ${askedOf[0]} is asked`;
  const given = story.some(({ kind }) => kind === 'assigned');
  const strangers = ['linus', 'ada', ...(given ? [] : ['edgar'])];
  const stranger = askedOf.find((person) => strangers.includes(person));
  return stranger === undefined ? null : `${stranger} is asked, and may not decide`;
}

function secondIsAsked(records: Records): string | null {
  const { row, askedOf } = records;
  if (unsettled(records) || row?.request === undefined) return null;
  const { by, decision } = row.request;
  const others = askedOf.filter((person) => person !== by);
  return others.length > 0 ? null : `${by} asked to ${decision}, and nobody else is asked`;
}

/** The ledger may be behind, or a step is on its way. */
function unsettled({ troubled, retrying, row }: Records): boolean {
  return troubled || retrying || row === null;
}

/** The lines of the present episode after the last decision, or write of that kind, that was carried out. */
function linesSince({ story, row }: Records, wrote: (line: StoryLine) => boolean) {
  const lines = story.filter(({ episode }) => episode === row?.episode);
  const last = lines.findLastIndex((line) => CARRIED_OUT.includes(line.kind) || wrote(line));
  return lines.slice(last + 1);
}

/** The first deadline that people were shown since, epoch milliseconds; null when none was seen. */
function firstShown(records: Records, wrote: (line: StoryLine) => boolean): number | null {
  const since = records.story.length - linesSince(records, wrote).length;
  const shown = records.shown.filter(({ lines }) => lines > since).map(({ until }) => until);
  return shown.length === 0 ? null : Math.min(...shown);
}
