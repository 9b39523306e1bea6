import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { decisions, planLines } from './next-commands.ts';
import {
  type DecisionDoor,
  refuseUndecidable,
  type Saying,
  sendDecision,
} from './send-decision.ts';
import type { WritesStopped } from './writes-stopped.ts';

export interface DecideRequest extends Saying {
  readonly id: string;
  readonly decision: 'approve' | 'reject';
  /** The hash of the plan the person saw; never filled in for them. */
  readonly plan: string | undefined;
}

/** A door for approvals also knows whether one would be carried out. */
export interface PlanDoor extends DecisionDoor {
  readonly stopped: (row: Lifecycle) => Promise<WritesStopped | null>;
}

/**
 * Sends the decision and reports what became of it. Throws CliError: `closed`, `writes-stopped`,
 * `NotAllowedInState` and `no-plan` where nothing can be decided, `plan-not-named` (exit 2) with the plan and the
 * command to repeat, or what `sendDecision` throws.
 */
export async function decide(door: PlanDoor, request: DecideRequest): Promise<Reply> {
  const { decision } = request;
  const row = await findLifecycle(door.ledger, request.id);
  // With a whole hash the lifecycle itself is asked: the ledger may be a moment behind.
  const planHash = FULL_HASH.test(request.plan ?? '') ? (request.plan ?? null) : null;
  if (planHash === null) refuseWithoutPlan(row, request);
  if (decision === 'approve') refuseIdle(row, await door.stopped(row));
  if (planHash === null) throw notNamed(row, request);
  return await sendDecision(door, row, { said: { decision, planHash }, saying: request });
}

/** An approval that writes nothing would only use itself up. */
function refuseIdle(row: Lifecycle, stopped: WritesStopped | null): void {
  if (stopped === null) return;
  const message = `An approval would write nothing now, so nothing was sent: ${stopped.because}.`;
  const details = { workflowId: row.workflowId, phase: row.phase, stopped };
  throw new CliError('writes-stopped', message, { next: stopped.change, details });
}

/** A decision binds the whole hash: a beginning could be the beginning of another plan's. */
const FULL_HASH = /^[0-9a-f]{64}$/;

function refuseWithoutPlan(row: Lifecycle, { decision, id }: DecideRequest): void {
  refuseUndecidable(row, decision);
  if (row.planHash !== null) return;
  const message = `There is no plan to ${decision} for ${row.workflowId}: ${row.waitsFor}`;
  throw new CliError('no-plan', message, { next: [commandLine('findings', 'show', id)] });
}

function notNamed(row: Lifecycle, { decision, plan }: DecideRequest): CliError {
  const what = plan === undefined ? 'Name the plan you saw' : `"${plan}" is not a whole plan hash`;
  const [approve = '', reject = ''] = decisions(row);
  const { planHash: hash, planSummary: summary, planDetail: detail = [] } = row;
  const lines = [`${what}: nothing was sent.`, '', ...planLines(row).map((line) => `  ${line}`)];
  return new CliError('plan-not-named', lines, {
    next: [
      `If this plan is what you want to ${decision}, repeat it with its hash:`,
      decision === 'approve' ? approve : reject,
    ],
    exitCode: 2,
    details: { plan: { hash, summary, detail } },
  });
}
