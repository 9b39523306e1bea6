/** undo: the state from before our write is restored; two people decide it. */
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { undoable } from '../../../activities/runtime/undo.ts';
import { controlById } from '../../../controls/index.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle, shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { DecisionDeps } from '../prove-and-send.ts';
import { showCommand } from '../send-message.ts';
import { type Author, refuseDisallowed, sendDecision } from './send-decision.ts';

/** Also reads what Closeloop wrote. */
export interface UndoDeps extends DecisionDeps {
  readonly ledger: DecisionDeps['ledger'] & Pick<Ledger, 'executions'>;
}

/** Throws CliError `not-undoable` or `NotAllowedInState` before anything is sent, or what `sendDecision` throws. */
export async function undo(
  deps: UndoDeps,
  request: Author & { readonly id: string },
): Promise<Reply> {
  const row = await findLifecycle(deps.ledger, request.id);
  const because = await whyNotUndoable(deps.ledger, row);
  if (because !== null) {
    throw new CliError('not-undoable', `Nothing was sent: ${because}.`, {
      next: [
        `What was changed: ${showCommand(row)}`,
        `Which fixes can be undone: ${commandLine('controls', 'list')}`,
      ],
      details: { workflowId: row.workflowId, phase: row.phase, because },
    });
  }
  // For a closed finding the undo begins the next episode.
  if (row.phase !== 'CLOSED') await refuseDisallowed(deps, row, 'undo');
  return await sendDecision(deps, row, { choice: { decision: 'undo' }, author: request });
}

/** The command that undoes what Closeloop wrote; empty where nothing can be undone, or not now. */
export async function undoCommands(
  ledger: Pick<Ledger, 'executions'>,
  row: Lifecycle,
): Promise<readonly string[]> {
  if (row.phase !== 'CLOSED' && row.phase !== 'HUMAN_REVIEW') return [];
  if ((await whyNotUndoable(ledger, row)) !== null) return [];
  return [commandLine('findings', 'undo', shortId(row.workflowId), '--why', 'your reason')];
}

async function whyNotUndoable(
  ledger: Pick<Ledger, 'executions'>,
  { problem, workflowId }: Lifecycle,
): Promise<string | null> {
  const control = problem.control === null ? null : controlById(problem.control);
  if (control === null) return `no control fixes ${problem.findingType}`;
  if (!control.reversible) return `a fix of ${control.id} cannot be undone`;
  const write = undoable(await ledger.executions(workflowId));
  return 'because' in write ? write.because : null;
}
