/** confirm, extend and revoke: security leads decide about a scoped exception. */
import { randomUUID } from 'node:crypto';

import type { ScopedException } from '../../../activities/ledger/exception/exceptions.ts';
import { scopeInWords } from '../../../domain/scope.ts';
import type { ScopedDecision } from '../../../domain/scoped-exception/state.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { shortId } from '../../cli/find-lifecycle.ts';
import { findScopedException } from '../../cli/find-scoped-exception.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { NOT_CHECKED_YET } from '../prove-and-send.ts';
import { type ScopedAuthor, type ScopedDeps, type ScopedSent, sendScoped } from './send-scoped.ts';

/** Throws CliError `not-asked` or `hash-not-named` (exit 2) with the request, or what `sendScoped` throws. */
export async function confirmScoped(
  deps: ScopedDeps,
  id: string,
  { hash, author }: { readonly hash: string | undefined; readonly author: ScopedAuthor },
): Promise<Reply> {
  const one = await findScopedException(deps.exceptions, id);
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) throw notNamed(one, hash);
  return await send(deps, one, { decision: 'confirm', hash, ...author });
}

type Choice = Pick<ScopedDecision, 'decision' | 'actor' | 'why'> & Partial<ScopedDecision>;

/** Extends or revokes it. Throws CliError `not-found`, or what `sendScoped` throws. */
export async function decideScoped(deps: ScopedDeps, id: string, choice: Choice): Promise<Reply> {
  return await send(deps, await findScopedException(deps.exceptions, id), choice);
}

async function send(
  deps: ScopedDeps,
  { id: exception, scope }: ScopedException,
  choice: Choice,
): Promise<Reply> {
  const about = { exception, scope, door: 'cli', proof: null } as const;
  const decision = { id: randomUUID(), until: null, hash: null, ...about, ...choice };
  return scopedReply(await sendScoped(deps, decision));
}

function notNamed(one: ScopedException, hash: string | undefined): CliError {
  const { id, request, scope } = one;
  if (request === null) {
    const message = `No request about ${id} waits (its status is ${one.phase}): nothing was sent.`;
    return new CliError('not-asked', message, { next: [commandLine('exceptions', 'show', id)] });
  }
  const what = hash === undefined ? 'Name what you saw' : `"${hash}" is not a whole hash`;
  const lines = [
    `${what}: nothing was sent.`,
    '',
    `  ${scopeInWords(scope)}`,
    `  ${request.by} wants to ${request.kind === 'ask' ? 'accept' : 'extend'} it until ${request.until}: ${request.why}`,
    ...matchedLines(one).map((line) => `  ${line}`),
    `  hash ${request.hash}`,
  ];
  return new CliError('hash-not-named', lines, {
    next: ['If this is what you want to confirm, repeat it with its hash:', confirmCommand(one)],
    exitCode: 2,
    details: { exception: id, request, matched: one.matched },
  });
}

/** What another security lead runs. */
export function confirmCommand({ id, request }: ScopedException): string {
  const hash = request?.hash ?? '';
  return commandLine('exceptions', 'confirm', id, '--hash', hash, '--why', 'your reason');
}

/** What it covered when it was requested: both people see the same. */
export function matchedLines({ matched }: Pick<ScopedException, 'matched'>): Lines {
  if (matched === null) return [];
  const { count, unread, rows } = matched;
  const blind = unread === 0 ? '' : `; the tags of ${unread} more could not be read`;
  const more = count > rows.length ? [`  and ${count - rows.length} more`] : [];
  return [
    `When it was requested, it matched ${count} open finding(s)${blind}${count === 0 ? '.' : ':'}`,
    ...rows.map(
      ({ workflowId, severity, account, resource }) =>
        `  ${shortId(workflowId)}  ${severity}  ${account}  ${resource}`,
    ),
    ...more,
  ];
}

export function scopedReply({ decision, exception, outcome, unproved }: ScopedSent): Reply {
  const { id, exception: name, scope } = decision;
  const waits = outcome.status === 'second-asked' && exception !== null;
  const because = outcome.status === 'pending' ? null : outcome.text;
  return {
    json: {
      id,
      decision: decision.decision,
      exception: name,
      scope,
      outcome: outcome.status,
      because,
      proved: unproved === null,
      row: exception,
      confirm: waits ? confirmCommand(exception) : null,
    },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, `${scopeInWords(scope)} (${name})`, page),
      ...wrapAfter('  ', because ?? NOT_CHECKED_YET, page),
      ...(unproved === null
        ? []
        : wrapAfter('  ', `It carries no proof, because ${unproved}.`, page)),
      ...(waits ? confirmLines(exception, page) : []),
      `Follow it: ${commandLine('exceptions', 'show', name)}`,
    ],
  };
}

function confirmLines(exception: ScopedException, page: Page): Lines {
  return [
    ...matchedLines(exception).map((line) => `  ${line}`),
    ...wrapAfter('  ', 'Not in force yet. Another security lead runs:', page),
    `  ${confirmCommand(exception)}`,
  ];
}
