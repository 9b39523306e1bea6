import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { scopeInWords } from '../../../domain/scope.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { type Findable, findLifecycle, shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { moment, timestamp } from '../../output/time.ts';
import { type Fact, factLines } from '../../output/wrap.ts';
import { exceptionFacts } from '../findings/exception-facts.ts';
import { nameOf } from '../findings/row.ts';
import { offered } from '../send-message.ts';
import type { MessageDeps } from '../send-message.ts';
import { openInScope, rowsTable } from './ask-scoped.ts';
import { confirmCommand, matchedLines } from './decide-scoped.ts';
import { asAccepted, exceptionJson } from './list.ts';

/** Throws CliError `no-exception` for a finding that nobody accepted. */
export async function showException(
  from: Pick<MessageDeps, 'viewer'> & { readonly ledger: Findable },
  id: string,
  now: number,
): Promise<Reply> {
  const row = await findLifecycle(from.ledger, id);
  const next = await offered(from, row);
  const [accepted] = asAccepted(row);
  if (accepted === undefined) throw notAccepted(row, next);
  const show = commandLine('findings', 'show', shortId(row.workflowId));
  const end = timestamp(accepted.exception.until);
  return {
    json: { exception: exceptionJson(accepted), next },
    text: (page) => [
      page.style.bold(`${nameOf(row)}: accepted until ${end} UTC`),
      '',
      ...factLines(exceptionFacts(row, now), page),
      ...actionLines([...next, show], page),
    ],
  };
}

/** With the findings that it covers, and those in its scope today. */
export async function showScoped(
  ledger: Pick<Ledger, 'lifecycles' | 'story'>,
  one: ScopedException,
  now: number,
): Promise<Reply> {
  const { id, scope } = one;
  const all = await ledger.lifecycles();
  const covered = all.filter(({ exception }) => exception?.scope === id);
  const open = openInScope(all, scope);
  const next = scopedCommands(one);
  const ids = (rows: typeof all) => rows.map(({ workflowId }) => workflowId);
  return {
    json: { wider: one, covered: ids(covered), about: ids(open), next },
    text: (page) => [
      page.style.bold(`${scopeInWords(scope)}: ${statusText(one)}`),
      '',
      ...factLines(scopedFacts(one, now), page),
      ...matchedLines(one).map((line) => `  ${line}`),
      ...actionLines(next, page),
      '',
      page.style.bold(`Covered now: ${covered.length}`),
      ...rowsTable(covered, page),
      '',
      page.style.bold(`Open in this scope today, whatever their tags: ${open.length}`),
      ...rowsTable(open, page),
    ],
  };
}

function actionLines(next: readonly string[], page: Page): Lines {
  if (next.length === 0) return [];
  return ['', page.style.bold('What you can do'), ...next.map((line) => `  ${line}`)];
}

function statusText({ phase, grant, request }: ScopedException): string {
  if (phase === 'ENDED') return 'ended';
  if (request !== null) return 'another security lead has to confirm';
  return grant === null ? 'not in force' : `in force until ${timestamp(grant.until)} UTC`;
}

function scopedFacts(one: ScopedException, now: number): readonly (Fact | null)[] {
  const { id, phase, how, grant, request } = one;
  return [
    ['Status', how === null ? phase : `${phase}: ${how}`],
    grant && ['Accepted', `by ${grant.by}, confirmed by ${grant.confirmedBy}: ${grant.why}`],
    grant && ['Since', moment(grant.since, now)],
    grant && ['Ends', moment(grant.until, now)],
    request && ['Request', `${request.by} wants it until ${request.until}: ${request.why}`],
    request && ['Expires', `${moment(request.deadline, now)}, when nobody confirms it`],
    request && ['Hash', request.hash],
    ['Id', id],
  ];
}

function scopedCommands(one: ScopedException): readonly string[] {
  const { id, phase, request } = one;
  const reason = ['--why', 'your reason'];
  return [
    ...(request === null ? [] : [confirmCommand(one)]),
    ...(phase === 'ACTIVE'
      ? [commandLine('exceptions', 'extend', id, '--until', '60d', ...reason)]
      : []),
    ...(phase === 'ENDED' ? [] : [commandLine('exceptions', 'revoke', id, ...reason)]),
  ];
}

function notAccepted(row: Lifecycle, commands: readonly string[]): CliError {
  const { workflowId, phase, waitsFor, closedAt } = row;
  const since = closedAt === null ? '' : ` since ${timestamp(closedAt)} UTC`;
  const message = `Nobody has accepted ${workflowId}: its status is ${phase}${since}. ${waitsFor}`;
  return new CliError('no-exception', message, {
    next: [commandLine('findings', 'show', shortId(workflowId)), ...commands],
    details: { workflowId, phase },
  });
}
