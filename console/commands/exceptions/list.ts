import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { ExceptionRow } from '../../../domain/story.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { type Findable, findLifecycle, shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { type Column, table } from '../../output/table.ts';
import { relative, timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { confirmCommandOf, nextCommands } from '../findings/next-commands.ts';
import { isExpiring } from '../findings/row.ts';
import { exceptionFacts } from '../findings/show-people.ts';
import { widerLines } from './scoped-show.ts';

const DAY = 86_400_000;

interface Accepted {
  readonly row: Lifecycle;
  readonly exception: ExceptionRow;
}

interface Asked {
  readonly row: Lifecycle;
  readonly request: NonNullable<Lifecycle['request']>;
}

/** All exceptions that stand, soonest end first, and what was asked for and waits for a second person. */
export async function listExceptions(
  ledger: Pick<Ledger, 'lifecycles'>,
  { expiring, now, wider = [] }: Listing,
): Promise<Reply> {
  const rows = await ledger.lifecycles();
  const asked = expiring === undefined ? rows.flatMap(asAsked) : [];
  const accepted = rows
    .flatMap(asAccepted)
    .filter(({ row }) => expiring === undefined || isExpiring(row, expiring, now))
    .toSorted((a, b) => Date.parse(a.exception.until) - Date.parse(b.exception.until));
  const scoped = wider
    .filter(({ phase }) => phase !== 'ENDED')
    .filter((one) => expiring === undefined || endsWithin(one, expiring, now));
  return {
    json: { exceptions: accepted.map(told), asked: asked.map(waiting), wider: scoped },
    text: (page) => [
      ...(accepted.length === 0 ? none(expiring) : listing(accepted, now, page)),
      ...(asked.length === 0 ? [] : ['', ...askedLines(asked, page)]),
      ...(scoped.length === 0 ? [] : ['', ...widerLines(scoped, now, page)]),
    ],
  };
}

interface Listing {
  readonly expiring: number | undefined;
  readonly now: number;
  /** Exceptions for more than one finding. */
  readonly wider?: readonly ScopedException[];
}

/** What only waits for its confirmation ends when nobody gives it. */
function endsWithin(
  { grant, nextDeadline }: ScopedException,
  within: number,
  now: number,
): boolean {
  const end = grant?.until ?? nextDeadline;
  return end !== null && Date.parse(end) <= now + within * DAY;
}

/** Throws CliError `no-exception` for a finding that nobody accepted. */
export async function showException(ledger: Findable, id: string, now: number): Promise<Reply> {
  const row = await findLifecycle(ledger, id);
  const [accepted] = asAccepted(row);
  if (accepted === undefined) throw notAccepted(row);
  const next = nextCommands(row);
  return {
    json: { exception: told(accepted), next },
    text: (page) => [
      page.style.bold(nameOf(row)),
      '',
      ...exceptionFacts(row, now).flatMap(([name, text]) =>
        wrapAfter(`  ${page.style.dim(name.padEnd(10))}  `, text, page),
      ),
      '',
      page.style.bold('To move it on'),
      ...next.map((line) => `  ${line}`),
      `  ${commandLine('findings', 'show', shortId(row.workflowId))}`,
    ],
  };
}

function asAccepted(row: Lifecycle): readonly Accepted[] {
  const { exception } = row;
  return exception === undefined ? [] : [{ row, exception }];
}

function asAsked(row: Lifecycle): readonly Asked[] {
  const { request } = row;
  const accepts = request?.decision === 'accept' || request?.decision === 'extend';
  return accepts ? [{ row, request }] : [];
}

/** Who asked for what until when, each with the command that confirmCommandOf it. */
function askedLines(asked: readonly Asked[], page: Page): Lines {
  return [
    page.style.bold('Not yet in force: a second person has to confirm it'),
    ...asked.flatMap(({ row, request: { decision, by, until, why } }) => [
      ...wrapAfter(
        '  ',
        `${by} asks to ${decision} ${nameOf(row)} until ${until ?? ''}: ${why}`,
        page,
      ),
      `    ${confirmCommandOf(row)}`,
    ]),
  ];
}

function waiting({ row, request }: Asked): Readonly<Record<string, unknown>> {
  const { workflowId, phase, severity } = row;
  return { workflowId, phase, severity, ...request, confirm: confirmCommandOf(row) };
}

function nameOf({ problem: { control, findingType, resource } }: Lifecycle): string {
  return `${control ?? findingType} on ${resource.name}`;
}

function told({ row, exception }: Accepted): Readonly<Record<string, unknown>> {
  const { workflowId, problem, owner, phase, headsUpAt = null, request = null } = row;
  const { control, findingType, account, region, resource } = problem;
  const identity = { workflowId, control, findingType, account, region, resource };
  return { ...identity, phase, owner: owner?.team ?? null, ...exception, headsUpAt, request };
}

function listing(accepted: readonly Accepted[], now: number, page: Page): Lines {
  return [
    ...table(COLUMNS(now), accepted, page),
    '',
    `${accepted.length} accepted.`,
    `One in detail: ${commandLine('exceptions', 'show', 'ID')}`,
  ];
}

const COLUMNS = (now: number): readonly Column<Accepted>[] => [
  { title: 'ID', cell: ({ row }) => shortId(row.workflowId) },
  { title: 'ENDS', cell: ({ exception }) => relative(exception.until, now) },
  { title: 'SEVERITY', cell: ({ exception }) => exception.severity },
  {
    title: 'CONTROL',
    cell: ({ row }) => row.problem.control ?? row.problem.findingType,
    give: 2,
    least: 16,
    most: 32,
  },
  { title: 'RESOURCE', cell: ({ row }) => row.problem.resource.name, give: 1, least: 16 },
  { title: 'ACCOUNT', cell: ({ row }) => row.problem.account, give: 5 },
  { title: 'BY', cell: ({ exception }) => people(exception), give: 3, least: 12 },
  { title: 'WHY', cell: ({ exception }) => exception.why, give: 6, least: 24, most: 120 },
];

function people({ by, confirmedBy }: ExceptionRow): string {
  return confirmedBy === null ? by : `${by}, ${confirmedBy}`;
}

function none(expiring: number | undefined): Lines {
  if (expiring === undefined) return ['Nothing is accepted.', `Accept a finding: ${ACCEPT}`];
  return [
    `No exception ends within ${expiring} days.`,
    `All of them: ${commandLine('exceptions', 'list')}`,
  ];
}

const ACCEPT = commandLine('findings', 'accept', 'ID', '--days', '30', '--why', 'your reason');

function notAccepted(row: Lifecycle): CliError {
  const { workflowId, phase, waitsFor, closedAt } = row;
  const since = closedAt === null ? '' : ` since ${timestamp(closedAt)} UTC`;
  return new CliError(
    'no-exception',
    `Nobody accepts ${workflowId}: it is in ${phase}${since}. ${waitsFor}`,
    {
      next: [commandLine('findings', 'show', shortId(workflowId)), ...nextCommands(row)],
      details: { workflowId, phase },
    },
  );
}
