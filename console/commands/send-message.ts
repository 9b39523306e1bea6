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
import { confirmation, decisions, nextCommands } from './findings/next-commands.ts';

/** Through which a person speaks to a lifecycle: the ledger finds it, Temporal carries the message. */
export interface Door {
  readonly ledger: Findable;
  readonly messages: Pick<LifecycleClient, 'send' | 'sendScoped' | 'importAccepted'>;
  /** A refusal leaves nothing in the workflow's history: this door writes it down. */
  readonly refusals: Pick<Refusals, 'recordRefusal'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * The lifecycle's answer. Throws CliError: `closed` (when and how), `not-running`, `no-answer`, or the refusal's own
 * type (`StalePlan`, `NotAllowedInState`, …) with what to do instead.
 */
export async function say(door: Door, row: Lifecycle, said: LifecycleMessage): Promise<Answer> {
  const heard = await door.messages.send(row.workflowId, said);
  if (heard.status === 'accepted') return heard.answer;
  // The ledger may have moved on since it was read: what people are told is what it says now.
  const now = (await door.ledger.lifecycle(row.workflowId)) ?? row;
  switch (heard.status) {
    case 'refused':
      throw refused(heard, said, { row: now, unrecorded: await recorded(door, heard, said, row) });
    case 'not-running':
      throw now.phase === 'CLOSED' ? closed(now) : notRunning(now);
    case 'unanswered':
      throw unanswered(said, now);
  }
}

/** Null when the ledger has it now; else why not: the refusal itself is what the person needs to know. */
async function recorded(
  door: Door,
  refusal: RefusedMessage,
  { update, payload }: LifecycleMessage,
  { workflowId }: Lifecycle,
): Promise<string | null> {
  const { id, actor } = payload;
  try {
    await recordRefusal(door, workflowId, { id, actor, door: 'cli', decision: update }, refusal);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A stale plan comes with the commands for the new one, another refusal with what is allowed instead. */
function refused(
  heard: RefusedMessage,
  said: LifecycleMessage,
  { row, unrecorded }: { readonly row: Lifecycle; readonly unrecorded: string | null },
): CliError {
  const { workflowId, planHash, planSummary } = row;
  return new CliError(
    heard.type,
    `The lifecycle refused to ${words(said.update)} ${workflowId}: ${heard.message}`,
    {
      next: [
        commandLine('findings', 'show', shortId(workflowId)),
        ...instead(heard.type, said, row),
        ...(unrecorded === null ? [] : [`The refusal is not in the ledger: ${unrecorded}`]),
      ],
      details: { workflowId, phase: row.phase, plan: { hash: planHash, summary: planSummary } },
    },
  );
}

function instead(
  type: string,
  { update, payload }: LifecycleMessage,
  row: Lifecycle,
): readonly string[] {
  switch (type) {
    case 'StalePlan':
      return decisions(row);
    case 'StaleView':
      return ['It changed since you looked: read it again, then repeat your command.'];
    case 'InvalidExpiry': {
      const end = ['--until', 'DATE', '--why', 'your reason'];
      return [
        `With an end that is allowed: ${commandLine('findings', update, shortId(row.workflowId), ...end)}`,
      ];
    }
    case 'FourEyes':
      return 'decision' in payload
        ? [
            'Another person, signed in as themselves, confirmCommandOf it with:',
            confirmation(payload),
          ]
        : [];
    default:
      return nextCommands(row);
  }
}

/** Says when and how it ended. */
export function closed(row: Lifecycle): CliError {
  const when = row.closedAt === null ? '' : ` on ${timestamp(row.closedAt)} UTC`;
  const how = `${row.destiny ?? 'closed'} (${row.destinyReason ?? 'no reason recorded'})`;
  return new CliError(
    'closed',
    `${row.workflowId} has closed${when} as ${how}: nothing was sent.`,
    {
      next: [`Its story: ${commandLine('findings', 'show', shortId(row.workflowId))}`],
      details: {
        workflowId: row.workflowId,
        closedAt: row.closedAt,
        destiny: row.destiny,
        destinyReason: row.destinyReason,
      },
    },
  );
}

function notRunning(row: Lifecycle): CliError {
  return new CliError(
    'not-running',
    `The ledger says that ${row.workflowId} is in ${row.phase}, but Temporal runs no such workflow: nothing was sent.`,
    {
      next: [
        `Is this the Temporal of that ledger? ${commandLine('doctor')}`,
        'If its workflow was terminated, the next report of the finding starts a new one.',
      ],
      details: { workflowId: row.workflowId, phase: row.phase },
    },
  );
}

/** The update may be waiting at the server: to repeat it blindly could decide twice. */
function unanswered(said: LifecycleMessage, row: Lifecycle): CliError {
  return new CliError(
    'no-answer',
    `No worker answered within ${ANSWER_SECONDS} s for ${row.workflowId}; the request to ${words(said.update)} it may still be carried out.`,
    {
      next: [
        'Check that a worker runs: npm run worker',
        `Then see what happened, before you repeat it: ${commandLine('findings', 'show', shortId(row.workflowId))}`,
      ],
      details: { workflowId: row.workflowId, id: said.payload.id },
    },
  );
}

function words(update: LifecycleMessage['update']): string {
  return update === 'claimFixed' ? 'verify' : update;
}
