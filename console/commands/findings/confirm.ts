/** confirm: a second person signs exactly what the first requested. */
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { CliError } from '../../cli/cli-error.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { closed, offered, showCommand } from '../send-message.ts';
import { type ApprovalDeps, refuseIneffective } from './decide.ts';
import { type Author, refuseDisallowed, sendDecision } from './send-decision.ts';

export interface ConfirmRequest extends Author {
  readonly id: string;
}

/**
 * Confirms the request in the ledger's row: its plan, its end; of an undo the plan that was made for it. Throws CliError `nothing-to-confirm` where none waits,
 * `writes-stopped` for an approval that would write nothing, or what `sendDecision` throws.
 */
export async function confirm(deps: ApprovalDeps, asked: ConfirmRequest): Promise<Reply> {
  const row = await findLifecycle(deps.ledger, asked.id);
  const { request } = row;
  if (row.phase === 'CLOSED') throw closed(row);
  if (row.undo !== undefined) return await confirmUndo(deps, row, asked);
  if (request === undefined) throw nothingWaits(row, await offered(deps, row));
  const { decision, planHash, until, by } = request;
  await refuseDisallowed(deps, row, decision);
  if (decision === 'approve') refuseIneffective(row, await deps.stopped(row));
  const why = asked.why ?? `confirms what ${by} requested: ${request.why}`;
  const choice = { decision, planHash, until };
  return await sendDecision(deps, row, { choice, author: { ...asked, why } });
}

/** The second person of an undo approves its plan, which is shown before it is signed. */
async function confirmUndo(
  deps: ApprovalDeps,
  row: Lifecycle,
  asked: ConfirmRequest,
): Promise<Reply> {
  const { planHash, workflowId, phase, undo } = row;
  await refuseDisallowed(deps, row, 'approve');
  if (planHash === null) {
    const message = `The plan of the undo of ${workflowId} is not made yet: nothing was sent.`;
    const details = { workflowId, phase };
    throw new CliError('no-plan', message, { next: [showCommand(row)], details });
  }
  refuseIneffective(row, await deps.stopped(row));
  const why = asked.why ?? `confirms what ${undo?.by ?? ''} requested: ${undo?.why ?? ''}`;
  const choice = { decision: 'approve', planHash } as const;
  return await sendDecision(deps, row, { choice, author: { ...asked, why } });
}

function nothingWaits(row: Lifecycle, next: readonly string[]): CliError {
  const { workflowId, phase } = row;
  const message = `Nobody requested anything about ${workflowId} that waits for a second person: nothing was sent. It is in ${phase}.`;
  return new CliError('nothing-to-confirm', message, {
    next: [showCommand(row), ...next],
    details: { workflowId, phase },
  });
}
