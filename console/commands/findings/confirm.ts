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
 * Confirms the request in the ledger's row: its plan, its end. Throws CliError `nothing-to-confirm` where none waits,
 * `writes-stopped` for an approval that would write nothing, or what `sendDecision` throws.
 */
export async function confirm(deps: ApprovalDeps, asked: ConfirmRequest): Promise<Reply> {
  const row = await findLifecycle(deps.ledger, asked.id);
  const { request } = row;
  if (row.phase === 'CLOSED') throw closed(row);
  if (request === undefined) throw nothingWaits(row, await offered(deps, row));
  const { decision, planHash, until, by } = request;
  await refuseDisallowed(deps, row, decision);
  if (decision === 'approve') refuseIneffective(row, await deps.stopped(row));
  const why = asked.why ?? `confirms what ${by} requested: ${request.why}`;
  const choice = { decision, planHash, until };
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
