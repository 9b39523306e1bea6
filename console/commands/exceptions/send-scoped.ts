/** Sends a decision about a scoped exception, and reads what its check said. */
import type {
  ScopedException,
  ScopedExceptions,
} from '../../../activities/ledger/exception/exceptions.ts';
import type { SendResult } from '../../../client/messages.ts';
import { recordRefusal } from '../../../client/record-refusal.ts';
import type { ScopedDecision } from '../../../domain/scoped-exception/state.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { type DecisionDeps, proveAndSend, type Sent } from '../prove-and-send.ts';
import { noAnswer } from '../send-message.ts';

export interface ScopedDeps extends Omit<DecisionDeps, 'ledger'> {
  readonly ledger: Pick<DecisionDeps['ledger'], 'story' | 'lifecycles'>;
  readonly exceptions: Pick<ScopedExceptions, 'all'>;
}

export interface ScopedAuthor {
  readonly actor: string;
  readonly why: string;
}

export interface ScopedSent extends Sent<ScopedDecision, void> {
  /** As the ledger shows it afterwards; null when it shows nothing yet. */
  readonly exception: ScopedException | null;
}

/** Throws CliError: the refusal's own type, `not-running`, `no-answer`, or `decision-refused` by the check. */
export async function sendScoped(deps: ScopedDeps, draft: ScopedDecision): Promise<ScopedSent> {
  const sent = await proveAndSend(deps, draft, {
    story: draft.exception,
    wait: true,
    send: async (decision) => {
      const result = await deps.messages.sendScoped(decision);
      if (result.status !== 'accepted') throw await notAccepted(deps, decision, result);
    },
    show: commandLine('exceptions', 'show', draft.exception),
    details: async () => await Promise.resolve({ exception: draft.exception }),
  });
  const exception = (await deps.exceptions.all()).find(({ id }) => id === draft.exception);
  return { ...sent, exception: exception ?? null };
}

async function notAccepted(
  deps: ScopedDeps,
  { id, exception, decision, actor, door }: ScopedDecision,
  result: Exclude<SendResult, { status: 'accepted' }>,
): Promise<CliError> {
  const show = commandLine('exceptions', 'show', exception);
  if (result.status === 'unanswered') return noAnswer({ id, update: decision }, exception, show);
  if (result.status === 'not-running') {
    const message = `${exception} is not in force, and no request for it waits: nothing was sent.`;
    return new CliError('not-running', message, { next: [commandLine('exceptions', 'list')] });
  }
  await recordRefusal(deps, exception, { id, actor, door, decision }, result);
  const { type, message } = result;
  const second = type === 'FourEyes' ? ['Another security lead, signed in, confirms it.'] : [];
  return new CliError(type, `The exception refused to ${decision}: ${message}`, {
    next: [show, ...second],
    details: { exception, id },
  });
}
