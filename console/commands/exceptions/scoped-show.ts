/** Wider exceptions as people see them. */
import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import type { Ledger } from '../../../activities/ledger/ledger.ts';
import { scopeInWords } from '../../../domain/scope.ts';
import { commandLine } from '../../cli/command-line.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { table } from '../../output/table.ts';
import { relative, timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { about, rowsTable } from './scoped-ask.ts';
import { confirmation, matchedLines } from './scoped-decide.ts';

/** A table of those that are asked for or in force. */
export function widerLines(wider: readonly ScopedException[], now: number, page: Page): Lines {
  const rows = table<ScopedException>(
    [
      { title: 'ID', cell: ({ id }) => id },
      { title: 'STATE', cell: ({ phase }) => phase },
      {
        title: 'ENDS',
        cell: ({ grant }) => (grant === null ? 'not in force' : relative(grant.until, now)),
      },
      { title: 'COVERS', cell: ({ scope }) => scopeInWords(scope), give: 1, least: 24 },
      { title: 'BY', cell: by, give: 3, least: 12 },
      { title: 'WHY', cell: why, give: 4, least: 20, most: 120 },
    ],
    wider,
    page,
  );
  return [page.style.bold('Wider than one finding'), ...rows];
}

function by({ grant, request }: ScopedException): string {
  return grant === null ? (request?.by ?? '') : `${grant.by}, ${grant.confirmedBy}`;
}

function why({ grant, request }: ScopedException): string {
  return grant?.why ?? request?.why ?? '';
}

/** With what it covers and what it is about today. */
export async function showWider(
  ledger: Pick<Ledger, 'lifecycles' | 'story'>,
  one: ScopedException,
  now: number,
): Promise<Reply> {
  const { id, scope } = one;
  const all = await ledger.lifecycles();
  const covered = all.filter(({ exception }) => exception?.scope === id);
  const open = await about({ ledger: { ...ledger, lifecycles: async () => all } }, scope);
  const next = nextFor(one);
  const ids = (rows: typeof all) => rows.map(({ workflowId }) => workflowId);
  return {
    json: { wider: one, covered: ids(covered), about: ids(open), next },
    text: (page) => [
      page.style.bold(scopeInWords(scope)),
      '',
      ...facts(one, now).flatMap(([title, text]) =>
        wrapAfter(`  ${page.style.dim(title.padEnd(10))}  `, text, page),
      ),
      ...matchedLines(one).map((line) => `  ${line}`),
      '',
      page.style.bold(`Covered now: ${covered.length}`),
      ...rowsTable(covered, page),
      page.style.bold(`Open today, whatever their tags: ${open.length}`),
      ...rowsTable(open, page),
      ...(next.length === 0 ? [] : ['', page.style.bold('To move it on')]),
      ...next.map((line) => `  ${line}`),
    ],
  };
}

function facts(one: ScopedException, now: number): readonly (readonly [string, string])[] {
  const { id, phase, how, grant, request } = one;
  const moment = (at: string) => `${timestamp(at)} UTC (${relative(at, now)})`;
  return [
    ['Id', id],
    ['State', how === null ? phase : `${phase}: ${how}`],
    ...(grant === null
      ? []
      : ([
          ['Accepted', `by ${grant.by}, confirmed by ${grant.confirmedBy}: ${grant.why}`],
          ['Since', moment(grant.since)],
          ['Ends', moment(grant.until)],
        ] as const)),
    ...(request === null
      ? []
      : ([
          ['Request', `${request.by} asks for it until ${request.until}: ${request.why}`],
          ['Silence', `is a no at ${moment(request.deadline)}`],
          ['Hash', request.hash],
        ] as const)),
  ];
}

function nextFor(one: ScopedException): readonly string[] {
  const { id, phase, request } = one;
  const reason = ['--why', 'your reason'];
  return [
    ...(request === null ? [] : [confirmation(one)]),
    ...(phase === 'ACTIVE'
      ? [commandLine('exceptions', 'extend', id, '--until', '60d', ...reason)]
      : []),
    ...(phase === 'ENDED' ? [] : [commandLine('exceptions', 'revoke', id, ...reason)]),
  ];
}
