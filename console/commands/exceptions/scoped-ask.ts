import { randomUUID } from 'node:crypto';

import { scopedId } from '../../../activities/exceptions/scope-hash.ts';
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { isAbout, scopeInWords, scopeProblem } from '../../../domain/scope.ts';
import type { Scope } from '../../../domain/scope.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { table } from '../../output/table.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { widerReply } from './scoped-decide.ts';
import { sendWider } from './scoped-send.ts';
import type { WiderDoor, WiderSaying } from './scoped-send.ts';

export interface Asking {
  readonly scope: Scope;
  /** ISO 8601 with time zone. */
  readonly until: string;
  /** False: only what it would be about is shown. */
  readonly sent: boolean;
  readonly saying: WiderSaying;
}

/** Throws CliError `usage` (exit 2) for what is no scope, or what `sendWider` throws. */
export async function askWider(door: WiderDoor, asking: Asking): Promise<Reply> {
  const { scope, until, sent, saying } = asking;
  const problem = scopeProblem(scope);
  if (problem !== null) {
    const next = [commandLine('exceptions', 'ask', '--help')];
    throw new CliError('usage', `Nothing was sent: ${problem}.`, { next, exitCode: 2 });
  }
  if (!sent) return preview(await about(door, scope), asking);
  const decision = {
    id: randomUUID(),
    exception: scopedId(scope),
    decision: 'ask',
    scope,
    until,
    hash: null,
    ...saying,
    door: 'cli',
    proof: null,
  } as const;
  return widerReply(decision, await sendWider(door, decision));
}

/** Open findings that the scope is about; their tags are not looked at here. */
export async function about(
  { ledger }: Pick<WiderDoor, 'ledger'>,
  scope: Scope,
): Promise<readonly Lifecycle[]> {
  const all = await ledger.lifecycles();
  return all.filter((row) => row.phase !== 'CLOSED' && isAbout(scope, row));
}

function preview(rows: readonly Lifecycle[], { scope, until, saying }: Asking): Reply {
  const words = asWords(scope);
  const ask = commandLine(
    'exceptions',
    'ask',
    ...words,
    '--until',
    until,
    '--why',
    saying.why,
    '--yes',
  );
  const found = rows.map(({ workflowId, severity, problem, phase }) => {
    const { account, resource } = problem;
    return { workflowId, severity, account, resource: resource.name, phase };
  });
  return {
    json: { sent: false, exception: scopedId(scope), scope, until, about: found, next: ask },
    text: (page) => [
      `Nothing was sent. ${scopeInWords(scope)} is about ${rows.length} open finding(s) that are not CRITICAL:`,
      ...rowsTable(rows, page),
      ...(scope.tag === null ? [] : wrapAfter('', TAGS, page)),
      '',
      `To ask for it until ${until}:`,
      `  ${ask}`,
    ],
  };
}

const TAGS =
  'Only those whose resource carries the tag are covered: Closeloop reads the tags when it is asked, and whoever asks and confirms sees the result.';

export function rowsTable(rows: readonly Lifecycle[], page: Page): Lines {
  if (rows.length === 0) return ['  none'];
  return table(
    [
      { title: 'ID', cell: (row) => shortId(row.workflowId) },
      { title: 'SEVERITY', cell: (row) => row.severity },
      { title: 'ACCOUNT', cell: (row) => row.problem.account },
      { title: 'RESOURCE', cell: (row) => row.problem.resource.name, give: 1, least: 16 },
      { title: 'STATE', cell: (row) => row.phase, give: 2 },
    ],
    rows,
    page,
  );
}

function asWords({ control, account, tag }: Scope): readonly string[] {
  return [
    '--control',
    control,
    ...(account === null ? [] : ['--account', account]),
    ...(tag === null ? [] : ['--tag', `${tag.key}=${tag.value}`]),
  ];
}
