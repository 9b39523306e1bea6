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
import { scopedReply } from './decide-scoped.ts';
import { type ScopedAuthor, type ScopedDeps, sendScoped } from './send-scoped.ts';

export interface ScopedRequest {
  readonly scope: Scope;
  /** ISO 8601 with time zone. */
  readonly until: string;
  /** False: only what is in its scope is shown. */
  readonly sent: boolean;
  readonly author: ScopedAuthor;
}

/** Throws CliError `usage` (exit 2) for what is no scope, or what `sendScoped` throws. */
export async function askScoped(deps: ScopedDeps, request: ScopedRequest): Promise<Reply> {
  const { scope, until, sent, author } = request;
  const problem = scopeProblem(scope);
  if (problem !== null) {
    const next = [commandLine('exceptions', 'ask', '--help')];
    throw new CliError('usage', `Nothing was sent: ${problem}.`, { next, exitCode: 2 });
  }
  if (!sent) return preview(openInScope(await deps.ledger.lifecycles(), scope), request);
  const decision = {
    id: randomUUID(),
    exception: scopedId(scope),
    decision: 'ask',
    scope,
    until,
    hash: null,
    ...author,
    door: 'cli',
    proof: null,
  } as const;
  return scopedReply(await sendScoped(deps, decision));
}

/** Open findings in a scope; their tags are not read here. */
export function openInScope(rows: readonly Lifecycle[], scope: Scope): readonly Lifecycle[] {
  return rows.filter((row) => row.phase !== 'CLOSED' && isAbout(scope, row));
}

function preview(rows: readonly Lifecycle[], { scope, until, author }: ScopedRequest): Reply {
  const options = [...scopeOptions(scope), '--until', until, '--why', author.why, '--yes'];
  const ask = commandLine('exceptions', 'ask', ...options);
  const found = rows.map(({ workflowId, severity, problem, phase }) => {
    const { account, resource } = problem;
    return { workflowId, severity, account, resource: resource.name, phase };
  });
  return {
    json: { sent: false, exception: scopedId(scope), scope, until, about: found, next: ask },
    text: (page) => [
      `Nothing was sent. ${scopeInWords(scope)} covers ${rows.length} open finding(s) that are not CRITICAL:`,
      ...rowsTable(rows, page),
      ...(scope.tag === null ? [] : wrapAfter('', TAGS, page)),
      '',
      `To request it until ${until}:`,
      `  ${ask}`,
    ],
  };
}

const TAGS =
  'Only findings whose resource has the tag are covered: Closeloop reads the tags when the exception is requested, and both people see the result.';

export function rowsTable(rows: readonly Lifecycle[], page: Page): Lines {
  if (rows.length === 0) return ['  none'];
  return table(
    [
      { title: 'ID', cell: (row) => shortId(row.workflowId) },
      { title: 'SEVERITY', cell: (row) => row.severity },
      { title: 'ACCOUNT', cell: (row) => row.problem.account },
      { title: 'RESOURCE', cell: (row) => row.problem.resource.name, give: 1, least: 16 },
      { title: 'STATUS', cell: (row) => row.phase, give: 2 },
    ],
    rows,
    page,
  );
}

function scopeOptions({ control, account, tag }: Scope): readonly string[] {
  return [
    '--control',
    control,
    ...(account === null ? [] : ['--account', account]),
    ...(tag === null ? [] : ['--tag', `${tag.key}=${tag.value}`]),
  ];
}
