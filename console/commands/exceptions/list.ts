import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { scopeInWords } from '../../../domain/scope.ts';
import type { ExceptionRow } from '../../../domain/story.ts';
import { commandLine } from '../../cli/command-line.ts';
import { shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { type Column, table } from '../../output/table.ts';
import { relative } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { confirmCommandOf } from '../findings/next-commands.ts';
import { controlOf, isExpiring, nameOf } from '../findings/row.ts';

const DAY = 86_400_000;

export interface Accepted {
  readonly row: Lifecycle;
  readonly exception: ExceptionRow;
}

interface Requested {
  readonly row: Lifecycle;
  readonly request: NonNullable<Lifecycle['request']>;
}

interface Listing {
  readonly expiring: number | undefined;
  readonly now: number;
  readonly scoped?: readonly ScopedException[];
}

/** All exceptions in force, the one that ends first first, then requests that wait for a second person. */
export async function listExceptions(
  ledger: Pick<Ledger, 'lifecycles'>,
  { expiring, now, scoped = [] }: Listing,
): Promise<Reply> {
  const rows = await ledger.lifecycles();
  const requested = expiring === undefined ? rows.flatMap(asRequested) : [];
  const accepted = rows
    .flatMap(asAccepted)
    .filter(({ row }) => expiring === undefined || isExpiring(row, expiring, now))
    .toSorted((a, b) => Date.parse(a.exception.until) - Date.parse(b.exception.until));
  const wider = scoped
    .filter(({ phase }) => phase !== 'ENDED')
    .filter((one) => expiring === undefined || endsWithin(one, expiring, now));
  return {
    json: { exceptions: accepted.map(exceptionJson), asked: requested.map(requestJson), wider },
    text: (page) => [
      ...(accepted.length === 0 ? none(expiring) : acceptedLines(accepted, now, page)),
      ...(requested.length === 0 ? [] : ['', ...requestLines(requested, page)]),
      ...(wider.length === 0 ? [] : ['', ...scopedLines(wider, now, page)]),
    ],
  };
}

/** What only waits for a confirmation ends when nobody gives it. */
function endsWithin(
  { grant, nextDeadline }: ScopedException,
  within: number,
  now: number,
): boolean {
  const end = grant?.until ?? nextDeadline;
  return end !== null && Date.parse(end) <= now + within * DAY;
}

export function asAccepted(row: Lifecycle): readonly Accepted[] {
  const { exception } = row;
  return exception === undefined ? [] : [{ row, exception }];
}

function asRequested(row: Lifecycle): readonly Requested[] {
  const { request } = row;
  const accepts = request?.decision === 'accept' || request?.decision === 'extend';
  return accepts ? [{ row, request }] : [];
}

export function exceptionJson({ row, exception }: Accepted): Readonly<Record<string, unknown>> {
  const { workflowId, problem, owner, phase, headsUpAt = null, request = null } = row;
  const { control, findingType, account, region, resource } = problem;
  const identity = { workflowId, control, findingType, account, region, resource };
  return { ...identity, phase, owner: owner?.team ?? null, ...exception, headsUpAt, request };
}

function requestJson({ row, request }: Requested): Readonly<Record<string, unknown>> {
  const { workflowId, phase, severity } = row;
  return { workflowId, phase, severity, ...request, confirm: confirmCommandOf(row) };
}

function acceptedLines(accepted: readonly Accepted[], now: number, page: Page): Lines {
  const count = `${accepted.length} ${accepted.length === 1 ? 'finding is' : 'findings are'} accepted`;
  return [
    page.style.bold(count),
    ...table(COLUMNS(now), accepted, page),
    '',
    `One exception in detail: ${commandLine('exceptions', 'show', 'ID')}`,
  ];
}

const COLUMNS = (now: number): readonly Column<Accepted>[] => [
  { title: 'ID', cell: ({ row }) => shortId(row.workflowId) },
  { title: 'ENDS', cell: ({ exception }) => relative(exception.until, now) },
  { title: 'SEVERITY', cell: ({ exception }) => exception.severity },
  { title: 'CONTROL', cell: ({ row }) => controlOf(row), give: 2, least: 16, most: 32 },
  { title: 'RESOURCE', cell: ({ row }) => row.problem.resource.name, give: 1, least: 16 },
  { title: 'ACCOUNT', cell: ({ row }) => row.problem.account, give: 5 },
  { title: 'BY', cell: ({ exception }) => acceptedBy(exception), give: 3, least: 12 },
  { title: 'WHY', cell: ({ exception }) => exception.why, give: 6, least: 24, most: 120 },
];

function acceptedBy({ by, confirmedBy }: ExceptionRow): string {
  return confirmedBy === null ? by : `${by}, ${confirmedBy}`;
}

/** Who requested what until when, each with the command that confirms it. */
function requestLines(requested: readonly Requested[], page: Page): Lines {
  return [
    page.style.bold('Not in force yet: a second person has to confirm'),
    ...requested.flatMap(({ row, request: { decision, by, until, why } }) => [
      ...wrapAfter(
        '  ',
        `${by} wants to ${decision} ${nameOf(row)} until ${until ?? ''}: ${why}`,
        page,
      ),
      `    ${confirmCommandOf(row)}`,
    ]),
  ];
}

function scopedLines(scoped: readonly ScopedException[], now: number, page: Page): Lines {
  const rows = table<ScopedException>(
    [
      { title: 'ID', cell: ({ id }) => id },
      { title: 'STATUS', cell: ({ phase }) => phase },
      {
        title: 'ENDS',
        cell: ({ grant }) => (grant === null ? 'not in force' : relative(grant.until, now)),
      },
      { title: 'COVERS', cell: ({ scope }) => scopeInWords(scope), give: 1, least: 24 },
      { title: 'BY', cell: scopedBy, give: 3, least: 12 },
      { title: 'WHY', cell: whyOf, give: 4, least: 20, most: 120 },
    ],
    scoped,
    page,
  );
  return [page.style.bold('Scoped exceptions: each covers more than one finding'), ...rows];
}

function whyOf({ grant, request }: ScopedException): string {
  return grant?.why ?? request?.why ?? '';
}

function scopedBy({ grant, request }: ScopedException): string {
  return grant === null ? (request?.by ?? '') : `${grant.by}, ${grant.confirmedBy}`;
}

function none(expiring: number | undefined): Lines {
  if (expiring === undefined) return ['Nothing is accepted.', `Accept a finding: ${ACCEPT}`];
  return [
    `No exception ends within ${expiring} days.`,
    `All exceptions: ${commandLine('exceptions', 'list')}`,
  ];
}

const ACCEPT = commandLine('findings', 'accept', 'ID', '--days', '30', '--why', 'your reason');
