import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Refusals } from '../../activities/ledger/lifecycle/refusals.ts';
import type { LifecycleClient } from '../../client/lifecycle-client.ts';
import type { LifecycleMessage, RefusedMessage } from '../../client/messages.ts';
import { recordRefusal } from '../../client/record-refusal.ts';
import type { Answer } from '../../domain/decision.ts';
import { CliError } from '../cli/cli-error.ts';
import { commandLine } from '../cli/command-line.ts';
import { type Findable, shortId } from '../cli/find-lifecycle.ts';
import { ANSWER_SECONDS } from '../connect/services.ts';
import { timestamp } from '../output/time.ts';
import { confirmation, nextCommands, planCommands } from './findings/next-commands.ts';
import type { Viewer } from './findings/viewer.ts';

/** What a command needs to send a person's message: the ledger finds the lifecycle, Temporal carries the message. */
export interface MessageDeps {
  readonly ledger: Findable;
  readonly messages: Pick<LifecycleClient, 'send' | 'sendScoped' | 'importAccepted'>;
  /** A refusal leaves nothing in the workflow's history: the CLI records it. */
  readonly refusals: Pick<Refusals, 'recordRefusal'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Who would run a command that is offered; absent where nobody looks. */
  readonly viewer?: (row: Lifecycle) => Promise<Viewer>;
}

/** The commands that are offered to whoever looks. */
export async function offered(
  { viewer }: Pick<MessageDeps, 'viewer'>,
  row: Lifecycle,
): Promise<readonly string[]> {
  return nextCommands(row, null, await viewer?.(row));
}

/**
 * The lifecycle's answer. Throws CliError: `closed` (when and how), `not-running`, `no-answer`, or the refusal's own
 * type (`StalePlan`, `NotAllowedInState`, …) with what to do instead.
 */
export async function sendMessage(
  deps: MessageDeps,
  row: Lifecycle,
  message: LifecycleMessage,
): Promise<Answer> {
  const result = await deps.messages.send(row.workflowId, message);
  if (result.status === 'accepted') return result.answer;
  // The row may have changed since it was read.
  const now = (await deps.ledger.lifecycle(row.workflowId)) ?? row;
  switch (result.status) {
    case 'refused': {
      const unrecorded = await record(deps, row, message, result);
      throw refused(result, message, { row: now, unrecorded, viewer: await deps.viewer?.(now) });
    }
    case 'not-running':
      throw now.phase === 'CLOSED' ? closed(now) : notRunning(now);
    case 'unanswered': {
      const { update, payload } = message;
      const sent = { id: payload.id, update: verb(update) };
      throw noAnswer(sent, now.workflowId, showCommand(now));
    }
  }
}

/** Why the refusal could not be recorded; null when it was. The person has to learn of the refusal in any case. */
async function record(
  deps: MessageDeps,
  { workflowId }: Lifecycle,
  { update, payload }: LifecycleMessage,
  refusal: RefusedMessage,
): Promise<string | null> {
  const { id, actor } = payload;
  try {
    await recordRefusal(deps, workflowId, { id, actor, door: 'cli', decision: update }, refusal);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Refusing {
  readonly row: Lifecycle;
  readonly unrecorded: string | null;
  readonly viewer: Viewer | undefined;
}

/** A stale plan comes with the commands for the new one, another refusal with what is allowed instead. */
function refused(
  { type, message }: RefusedMessage,
  sent: LifecycleMessage,
  { row, unrecorded, viewer }: Refusing,
): CliError {
  const { workflowId, planHash, planSummary, phase } = row;
  const text = `The lifecycle refused to ${verb(sent.update)} ${workflowId}: ${message}`;
  return new CliError(type, text, {
    next: [
      showCommand(row),
      ...instead(type, sent, { row, viewer }),
      ...(unrecorded === null ? [] : [`The refusal is not in the ledger: ${unrecorded}`]),
    ],
    details: { workflowId, phase, plan: { hash: planHash, summary: planSummary } },
  });
}

function instead(
  type: string,
  sent: LifecycleMessage,
  { row, viewer }: Pick<Refusing, 'row' | 'viewer'>,
): readonly string[] {
  const { update, payload } = sent;
  switch (type) {
    case 'StalePlan':
      return planCommands(row, null, viewer);
    case 'StaleView':
      return ['It changed since you looked: read it again, then repeat your command.'];
    case 'InvalidExpiry': {
      const words = [shortId(row.workflowId), '--until', 'DATE', '--why', 'your reason'];
      return [`With an end that is allowed: ${commandLine('findings', update, ...words)}`];
    }
    case 'FourEyes':
      return 'decision' in payload
        ? ['Another person, signed in as themselves, confirms it with:', confirmation(payload)]
        : [];
    default:
      return nextCommands(row, null, viewer);
  }
}

/** Says when and how it ended. */
export function closed(row: Lifecycle): CliError {
  const { workflowId, closedAt, destiny, destinyReason } = row;
  const when = closedAt === null ? '' : ` on ${timestamp(closedAt)} UTC`;
  const how = `${destiny ?? 'closed'} (${destinyReason ?? 'no reason recorded'})`;
  const message = `${workflowId} has closed${when} as ${how}: nothing was sent.`;
  return new CliError('closed', message, {
    next: [`Its story: ${showCommand(row)}`],
    details: { workflowId, closedAt, destiny, destinyReason },
  });
}

function notRunning(row: Lifecycle): CliError {
  const { workflowId, phase } = row;
  const message = `The ledger says that ${workflowId} is in ${phase}, but Temporal runs no such workflow: nothing was sent.`;
  return new CliError('not-running', message, {
    next: [
      `Is this the Temporal of that ledger? ${commandLine('doctor')}`,
      'If its workflow was terminated, the next report of the finding starts a new one.',
    ],
    details: { workflowId, phase },
  });
}

/** The update may be waiting at the server: who repeats the command without a look may decide twice. */
export function noAnswer(
  { id, update }: { readonly id: string; readonly update: string },
  workflowId: string,
  show: string,
): CliError {
  const message = `No worker answered within ${ANSWER_SECONDS} s for ${workflowId}; Closeloop may still carry out '${update}' later.`;
  return new CliError('no-answer', message, {
    next: [
      'Check that a worker runs: npm run worker',
      `Then see what happened, before you repeat it: ${show}`,
    ],
    details: { workflowId, id },
  });
}

export function showCommand({ workflowId }: Pick<Lifecycle, 'workflowId'>): string {
  return commandLine('findings', 'show', shortId(workflowId));
}

function verb(update: LifecycleMessage['update']): string {
  return update === 'claimFixed' ? 'verify' : update;
}
