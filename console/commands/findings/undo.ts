/** undo: what Closeloop wrote is taken back, by two people. */
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { undoable } from '../../../activities/runtime/undo.ts';
import { controlById } from '../../../controls/index.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle, shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import {
  type DecisionDoor,
  refuseUndecidable,
  type Saying,
  sendDecision,
} from './send-decision.ts';

/** Also knows what Closeloop wrote. */
export interface UndoDoor extends DecisionDoor {
  readonly ledger: DecisionDoor['ledger'] & Pick<Ledger, 'executions'>;
}

/** Throws CliError `not-undoable`, `NotAllowedInState` before anything is sent, or what `sendDecision` throws. */
export async function undo(
  door: UndoDoor,
  request: Saying & { readonly id: string },
): Promise<Reply> {
  const row = await findLifecycle(door.ledger, request.id);
  const because = await whyNot(door.ledger, row);
  if (because !== null) {
    throw new CliError('not-undoable', `Nothing was sent: ${because}.`, {
      next: [
        `What was done to it: ${commandLine('findings', 'show', shortId(row.workflowId))}`,
        `Which fixes can be undone: ${commandLine('controls', 'list')}`,
      ],
      details: { workflowId: row.workflowId, phase: row.phase, because },
    });
  }
  // Closed: the undo begins the next episode.
  if (row.phase !== 'CLOSED') refuseUndecidable(row, 'undo');
  return await sendDecision(door, row, { said: { decision: 'undo' }, saying: request });
}

/** The command that takes back what Closeloop wrote; none where nothing can be, or not now. */
export async function undoCommands(
  ledger: Pick<Ledger, 'executions'>,
  row: Lifecycle,
): Promise<readonly string[]> {
  if (row.phase !== 'CLOSED' && row.phase !== 'HUMAN_REVIEW') return [];
  if ((await whyNot(ledger, row)) !== null) return [];
  return [commandLine('findings', 'undo', shortId(row.workflowId), '--why', 'your reason')];
}

async function whyNot(ledger: Pick<Ledger, 'executions'>, { problem, workflowId }: Lifecycle) {
  const control = problem.control === null ? null : controlById(problem.control);
  if (control === null) return `no control fixes ${problem.findingType}`;
  if (!control.reversible) return `a fix of ${control.id} cannot be taken back`;
  const write = undoable(await ledger.executions(workflowId));
  return 'because' in write ? write.because : null;
}
