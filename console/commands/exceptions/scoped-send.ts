/** The common end of what people decide about wider exceptions: proved, sent, and followed to its check. */
import type {
  ScopedException,
  ScopedExceptions,
} from '../../../activities/ledger/exception/exceptions.ts';
import type { SendResult } from '../../../client/messages.ts';
import { recordRefusal } from '../../../client/record-refusal.ts';
import type { ScopedDecision } from '../../../domain/scoped-exception/state.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { type Outcome, waitForOutcome } from '../../connect/outcome.ts';
import { ANSWER_SECONDS } from '../../connect/services.ts';
import type { DecisionDoor } from '../findings/send-decision.ts';

export interface WiderDoor extends Omit<DecisionDoor, 'ledger'> {
  readonly ledger: Pick<DecisionDoor['ledger'], 'story' | 'lifecycles'>;
  readonly exceptions: Pick<ScopedExceptions, 'all'>;
}

export interface WiderSaying {
  readonly actor: string;
  readonly why: string;
}

export interface Sent {
  /** As the ledger shows it afterwards; null when it shows nothing yet. */
  readonly exception: ScopedException | null;
  readonly outcome: Exclude<Outcome, { status: 'refused' }>;
  /** Why it carries no proof; null when it does. */
  readonly unproved: string | null;
}

/** Throws CliError: the refusal's own type, `not-running`, `no-answer`, or `decision-refused` by the check. */
export async function sendWider(door: WiderDoor, draft: ScopedDecision): Promise<Sent> {
  const proved = await door.prove(draft);
  const decision: ScopedDecision = { ...draft, proof: proved.proof };
  const before = await door.ledger.story(decision.exception);
  const heard = await door.messages.sendScoped(decision);
  if (heard.status !== 'accepted') throw await unheard(door, decision, heard);
  const { exception: finding, actor, why } = decision;
  const outcome = await waitForOutcome(door, { finding, actor, why }, before);
  const unproved = proved.proof === null ? proved.because : null;
  if (outcome.status === 'refused') throw untrusted(decision, outcome.text, unproved);
  const exception = (await door.exceptions.all()).find(({ id }) => id === finding) ?? null;
  return { exception, outcome, unproved };
}

async function unheard(
  door: WiderDoor,
  { id, exception, decision, actor, door: by }: ScopedDecision,
  heard: Exclude<SendResult, { status: 'accepted' }>,
): Promise<CliError> {
  const show = commandLine('exceptions', 'show', exception);
  if (heard.status === 'not-running') {
    const message = `${exception} is not in force and nobody asks for it: nothing was sent.`;
    return new CliError('not-running', message, { next: [commandLine('exceptions', 'list')] });
  }
  if (heard.status === 'unanswered') {
    const message = `No worker answered within ${ANSWER_SECONDS} s for ${exception}; the request to ${decision} it may still be carried out.`;
    return new CliError('no-answer', message, {
      next: ['Check that a worker runs: npm run worker', show],
    });
  }
  const { type, message } = heard;
  await recordRefusal(door, exception, { id, actor, door: by, decision }, heard);
  return new CliError(type, `The exception refused to ${decision}: ${message}`, {
    next: [
      show,
      ...(type === 'FourEyes' ? ['Another security lead, signed in, confirms it.'] : []),
    ],
    details: { exception, id },
  });
}

function untrusted(
  { exception, decision, id }: ScopedDecision,
  because: string,
  unproved: string | null,
): CliError {
  const message = `The check refused to ${decision} ${exception}: ${because}`;
  const sign = `It carried no proof, because ${unproved ?? ''}: sign in as yourself (aws sso login, AWS_PROFILE), then repeat the command.`;
  return new CliError('decision-refused', message, {
    next: [...(unproved === null ? [] : [sign]), commandLine('exceptions', 'list')],
    details: { exception, id, because },
  });
}
