import type { KillSwitch, Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { compareSeverity } from '../../../domain/finding.ts';
import type { RequestRow } from '../../../domain/story.ts';
import { commandLine } from '../../cli/command-line.ts';
import { shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { defaultTeamFor, isOwnedBy, ownerText } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { type Column, table } from '../../output/table.ts';
import { duration, relative } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { type AskedFrom, askedFilter } from './asked.ts';
import { isHeld, switchLines } from './held.ts';
import {
  brief,
  controlOf,
  isExpiring,
  isOpen,
  isOverdue,
  lateness,
  listed,
  reasonOf,
  type Telling,
} from './row.ts';
import { refuseUnknownTeam } from './unknown-team.ts';

export interface ListFilter {
  readonly phase?: string;
  readonly owner?: string;
  readonly open?: boolean;
  readonly accepted?: boolean;
  /** Accepted, and ending within so many days. */
  readonly expiring?: number;
  readonly overdue?: boolean;
  /** What the person who is signed in is asked now. */
  readonly mine?: boolean;
  /** What this person or team is asked now. */
  readonly asked?: string;
}

export interface ListFrom extends AskedFrom {
  readonly ledger: Pick<Ledger, 'lifecycles'>;
  /** Absent: it is not asked. */
  readonly killSwitch?: Ledger['killSwitch'];
}

/**
 * All findings in the ledger that pass the filter, the most urgent first. Throws CliError `unknown-team` (exit 2),
 * `not-signed-in`, `unknown-person-or-team` (exit 2).
 */
export async function listFindings(
  from: ListFrom,
  filter: ListFilter,
  now: number,
): Promise<Reply> {
  const { ledger, tables } = from;
  const { phase, owner } = filter;
  const isAsked = await askedFilter(from, filter);
  const known = await ledger.lifecycles(phase === undefined ? {} : { phase });
  const defaultTeam = await defaultTeamFor(known, tables);
  if (owner !== undefined) await refuseUnknownTeam(owner, known, tables);
  const rows = known
    .filter(isAsked)
    .filter((row) => owner === undefined || isOwnedBy(row, owner, defaultTeam))
    .filter((row) => passes(row, filter, now))
    .toSorted((a, b) => byUrgency(a, b, now));
  const kill = (await from.killSwitch?.()) ?? NOT_ASKED;
  const { on, by, why, at } = kill;
  const asJson = (row: Lifecycle) => ({
    ...listed(row, { now, defaultTeam }),
    waitsForKillSwitch: isHeld(row, kill),
  });
  return {
    json: { findings: rows.map(asJson), killSwitch: on ? { by, why, at: at ?? null } : null },
    text: (page) => [
      ...switchLines(rows, kill, page),
      ...(rows.length === 0 ? nothing(filter) : listing(rows, { now, defaultTeam }, page)),
    ],
  };
}

const NOT_ASKED: KillSwitch = { on: false, by: '', why: '' };

function passes(row: Lifecycle, filter: ListFilter, now: number): boolean {
  const { open, accepted, expiring, overdue } = filter;
  return (
    (open !== true || isOpen(row)) &&
    (accepted !== true || row.exception !== undefined) &&
    (expiring === undefined || isExpiring(row, expiring, now)) &&
    (overdue !== true || isOverdue(row, now))
  );
}

/** Overdue, then what waits for people, then automatic work, then closed; each by severity and deadline. */
function byUrgency(a: Lifecycle, b: Lifecycle, now: number): number {
  return (
    rank(a, now) - rank(b, now) ||
    compareSeverity(b.severity, a.severity) ||
    (isOpen(a) ? deadline(a) - deadline(b) : Date.parse(b.updatedAt) - Date.parse(a.updatedAt)) ||
    (a.workflowId < b.workflowId ? -1 : 1)
  );
}

function rank(row: Lifecycle, now: number): number {
  if (!isOpen(row)) return 3;
  if (isOverdue(row, now)) return 0;
  return needsPeople(row) ? 1 : 2;
}

function needsPeople(row: Lifecycle): boolean {
  const { phase, request } = row;
  return phase === 'AWAITING_APPROVAL' || phase === 'HUMAN_REVIEW' || request !== undefined;
}

function deadline(row: Lifecycle): number {
  return row.nextDeadline === null ? Number.MAX_SAFE_INTEGER : Date.parse(row.nextDeadline);
}

function listing(rows: readonly Lifecycle[], telling: Telling, page: Page): Lines {
  return [
    ...wrapAfter('', page.style.bold(summary(rows, telling.now)), page),
    '',
    ...table(withContent(columns(telling, page), rows), rows, page),
    '',
    `One finding in detail: ${commandLine('findings', 'show', 'ID')}`,
  ];
}

/** Without columns that say nothing about any of the rows. */
function withContent(
  all: readonly Column<Lifecycle>[],
  rows: readonly Lifecycle[],
): readonly Column<Lifecycle>[] {
  const optional = ['LATE', 'LEVEL'];
  return all.filter(
    ({ title, cell }) => !optional.includes(title) || rows.some((row) => cell(row) !== '-'),
  );
}

function columns({ now, defaultTeam }: Telling, { style }: Page): readonly Column<Lifecycle>[] {
  const paintStatus = (text: string, row: Lifecycle) => {
    if (!isOpen(row)) return style.green(text);
    return needsPeople(row) ? style.yellow(text) : text;
  };
  const paintSeverity = (text: string, row: Lifecycle) =>
    isOpen(row) && compareSeverity(row.severity, 'HIGH') >= 0 ? style.red(text) : text;
  const paintLate = (text: string, row: Lifecycle) =>
    isOverdue(row, now) ? style.red(text) : text;
  return [
    { title: 'ID', cell: (row) => shortId(row.workflowId) },
    { title: 'STATUS', cell: (row) => row.phase, paint: paintStatus },
    { title: 'SEVERITY', cell: (row) => row.severity, paint: paintSeverity },
    { title: 'CONTROL', cell: controlOf, give: 2, least: 16, most: 32 },
    { title: 'RESOURCE', cell: (row) => row.problem.resource.name, give: 1, least: 16 },
    { title: 'ACCOUNT', cell: (row) => row.problem.account, give: 5 },
    { title: 'OWNER', cell: (row) => ownerText(row, defaultTeam), give: 4 },
    { title: 'DEADLINE', cell: (row) => due(row, now), give: 3 },
    { title: 'LATE', cell: (row) => late(row, now), paint: paintLate, give: 2, least: 10 },
    { title: 'LEVEL', cell: level, give: 4 },
    { title: 'WAITS FOR', cell: waitsFor, give: 6, least: 24 },
  ];
}

function due({ nextDeadline }: Lifecycle, now: number): string {
  return nextDeadline === null ? '-' : relative(nextDeadline, now);
}

/** `2 h 20 min, payments`: by how much, and who had the first deadline. */
function late(row: Lifecycle, now: number): string {
  const { ms, by = null } = lateness(row, now) ?? {};
  if (ms === undefined) return '-';
  // Rows from before the ledger kept it: the last level missed an earlier deadline.
  if (ms === 0) return 'yes';
  return by === null ? duration(ms) : `${duration(ms)}, ${by}`;
}

/** `2 of 3`, `last of 3`: which escalation level decides. */
function level({ ladder }: Lifecycle): string {
  const { level: at, levels: of } = ladder ?? {};
  if (at === undefined || of === undefined) return '-';
  return at === of && of > 1 ? `last of ${of}` : `${at} of ${of}`;
}

/** What the owner decides about; owner and deadline have columns of their own. */
function waitsFor(row: Lifecycle): string {
  if (!isOpen(row)) return `${row.destiny ?? 'closed'}: ${row.destinyReason ?? ''}`;
  if (row.request !== undefined) return secondPerson(row.request);
  if (row.phase === 'HUMAN_REVIEW') return `a decision: ${brief(reasonOf(row), LONGEST_CELL)}`;
  if (row.phase === 'AWAITING_APPROVAL') return `approval of ${row.planSummary ?? 'a plan'}`;
  return row.waitsFor;
}

function secondPerson({ decision, by, until }: RequestRow): string {
  return `a second person: ${by} wants to ${decision} it${until === null ? '' : ` until ${until}`}`;
}

/** In a pipe no column would end a failure's text. */
const LONGEST_CELL = 120;

function summary(rows: readonly Lifecycle[], now: number): string {
  const open = rows.filter(isOpen);
  const parts = [
    `${open.filter((row) => isOverdue(row, now)).length} overdue`,
    `${open.filter(needsPeople).length} waiting for people`,
    `${open.filter((row) => row.exception !== undefined).length} accepted`,
    `${rows.length - open.length} closed`,
  ];
  // As the demo and Security Hub count them: several findings can report one problem.
  const reports = rows.reduce((sum, { findings }) => sum + findings.length, 0);
  return `${count(rows.length, 'problem')}, reported by ${count(reports, 'finding')}: ${parts.join(', ')}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function nothing(filter: ListFilter): Lines {
  const filtered = Object.values(filter).some((value) => value !== undefined);
  if (filtered) {
    return [`No finding matches. All findings: ${commandLine('findings', 'list')}`];
  }
  return [
    'The ledger has no finding yet: none was reported, or none that starts a lifecycle.',
    `Send an event: ${commandLine('findings', 'send', 'FILE')}`,
    `Why an event starts no lifecycle: ${commandLine('findings', 'explain', 'FILE')}`,
  ];
}
