/** confirm, extend and revoke: a wider exception is decided by the security leads. */
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
import { sendWider } from './scoped-send.ts';
import type { Sent, WiderDoor, WiderSaying } from './scoped-send.ts';

interface About {
  readonly id: string;
  readonly saying: WiderSaying;
}

/** Throws CliError `not-asked` or `hash-not-named` (exit 2) with what was asked, or what `sendWider` throws. */
export async function confirmWider(
  door: WiderDoor,
  { id, hash, saying }: About & { readonly hash: string | undefined },
): Promise<Reply> {
  const one = await findScopedException(door.exceptions, id);
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) throw notNamed(one, hash);
  return await send(door, one, { decision: 'confirm', hash, ...saying });
}

export async function extendWider(
  door: WiderDoor,
  { id, until, saying }: About & { readonly until: string },
): Promise<Reply> {
  const one = await findScopedException(door.exceptions, id);
  return await send(door, one, { decision: 'extend', until, ...saying });
}

export async function revokeWider(door: WiderDoor, { id, saying }: About): Promise<Reply> {
  const one = await findScopedException(door.exceptions, id);
  return await send(door, one, { decision: 'revoke', ...saying });
}

async function send(
  door: WiderDoor,
  { id: exception, scope }: ScopedException,
  said: Pick<ScopedDecision, 'decision' | 'actor' | 'why'> & Partial<ScopedDecision>,
): Promise<Reply> {
  const about = { exception, scope, door: 'cli', proof: null } as const;
  const decision = { id: randomUUID(), until: null, hash: null, ...about, ...said };
  return widerReply(decision, await sendWider(door, decision));
}

function notNamed(one: ScopedException, hash: string | undefined): CliError {
  const { id, request, scope } = one;
  if (request === null) {
    const message = `Nobody asks for anything about ${id} (${one.phase}): nothing was sent.`;
    return new CliError('not-asked', message, { next: [commandLine('exceptions', 'show', id)] });
  }
  const what = hash === undefined ? 'Name what you saw' : `"${hash}" is not a whole hash`;
  const lines = [
    `${what}: nothing was sent.`,
    '',
    `  ${scopeInWords(scope)}`,
    `  ${request.by} asks to ${request.kind === 'ask' ? 'accept' : 'extend'} it until ${request.until}: ${request.why}`,
    `  hash ${request.hash}`,
    ...matchedLines(one).map((line) => `  ${line}`),
  ];
  return new CliError('hash-not-named', lines, {
    next: ['If this is what you want to confirm, repeat it with its hash:', confirmation(one)],
    exitCode: 2,
    details: { exception: id, request, matched: one.matched },
  });
}

/** What another security lead runs. */
export function confirmation({ id, request }: ScopedException): string {
  const hash = request?.hash ?? '';
  return commandLine('exceptions', 'confirm', id, '--hash', hash, '--why', 'your reason');
}

/** What it covered when it was asked for: both people see the same. */
export function matchedLines({ matched }: Pick<ScopedException, 'matched'>): Lines {
  if (matched === null) return [];
  const { count, unread, rows } = matched;
  const blind = unread === 0 ? '' : `; the tags of ${unread} more could not be read`;
  const more = count > rows.length ? [`  and ${count - rows.length} more`] : [];
  return [
    `When it was asked it matched ${count} open finding(s)${blind}${count === 0 ? '.' : ':'}`,
    ...rows.map(
      ({ workflowId, severity, account, resource }) =>
        `  ${shortId(workflowId)}  ${severity}  ${account}  ${resource}`,
    ),
    ...more,
  ];
}

export function widerReply(
  decision: ScopedDecision,
  { exception, outcome, unproved }: Sent,
): Reply {
  const { id, exception: name, scope } = decision;
  const asks = outcome.status === 'second-asked' && exception !== null;
  const confirm = asks ? confirmation(exception) : null;
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
      confirm,
    },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, `${scopeInWords(scope)} (${name})`, page),
      ...wrapAfter(
        '  ',
        because ?? 'It was sent; what its check says is not in the ledger yet.',
        page,
      ),
      ...(unproved === null
        ? []
        : wrapAfter('  ', `It carries no proof, because ${unproved}.`, page)),
      ...(asks ? next(exception, page) : []),
      `Follow it: ${commandLine('exceptions', 'show', name)}`,
    ],
  };
}

function next(exception: ScopedException, page: Page): Lines {
  return [
    ...matchedLines(exception).map((line) => `  ${line}`),
    ...wrapAfter('  ', 'Not yet in force. Another security lead runs:', page),
    `  ${confirmation(exception)}`,
  ];
}
