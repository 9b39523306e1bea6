import { aboutNow, shownFor } from '../../../activities/decisions/shown.ts';
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { formLines } from '../../../domain/decision-form.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { DecisionDeps } from '../prove-and-send.ts';
import { planCommands } from './next-commands.ts';
import { type Author, refuseDisallowed, sendDecision } from './send-decision.ts';
import type { WritesStopped } from './writes-stopped.ts';

export interface DecideRequest extends Author {
  readonly id: string;
  readonly decision: 'approve' | 'reject';
  /** The hash of the plan the person saw; never filled in for them. */
  readonly plan: string | undefined;
}

/** Also reads whether an approval would be carried out. */
export interface ApprovalDeps extends DecisionDeps {
  readonly stopped: (row: Lifecycle) => Promise<WritesStopped | null>;
}

/**
 * Sends the decision and reports what became of it. Throws CliError: `closed`, `writes-stopped`,
 * `NotAllowedInState` and `no-plan` where nothing can be decided, `plan-not-named` (exit 2) with the plan and the
 * command to repeat, or what `sendDecision` throws.
 */
export async function decide(deps: ApprovalDeps, request: DecideRequest): Promise<Reply> {
  const { decision } = request;
  const row = await findLifecycle(deps.ledger, request.id);
  // With a whole hash the lifecycle itself decides: the ledger may be a moment behind.
  const planHash = FULL_HASH.test(request.plan ?? '') ? (request.plan ?? null) : null;
  if (planHash === null) await refuseWithoutPlan(deps, row, request);
  if (decision === 'approve') refuseIneffective(row, await deps.stopped(row));
  if (planHash === null) throw notNamed(row, request, await planText(deps, row, decision));
  return await sendDecision(deps, row, { choice: { decision, planHash }, author: request });
}

/** An approval counts once: it is not spent where nothing would be written. Throws CliError `writes-stopped`. */
export function refuseIneffective(row: Lifecycle, stopped: WritesStopped | null): void {
  if (stopped === null) return;
  const message = `An approval would write nothing now, so nothing was sent: ${stopped.because}.`;
  const details = { workflowId: row.workflowId, phase: row.phase, stopped };
  throw new CliError('writes-stopped', message, { next: stopped.change, details });
}

/** A decision binds the whole hash: another plan's hash could begin the same. */
const FULL_HASH = /^[0-9a-f]{64}$/;

async function refuseWithoutPlan(
  deps: ApprovalDeps,
  row: Lifecycle,
  { decision, id }: DecideRequest,
): Promise<void> {
  await refuseDisallowed(deps, row, decision);
  if (row.planHash !== null) return;
  const message = `There is no plan to ${decision} for ${row.workflowId}: ${row.waitsFor}`;
  throw new CliError('no-plan', message, { next: [commandLine('findings', 'show', id)] });
}

/** The plan as the person would sign it, or why it cannot be shown. */
async function planText(
  { ledger }: ApprovalDeps,
  row: Lifecycle,
  decision: 'approve' | 'reject',
): Promise<readonly string[]> {
  const shown = await shownFor(ledger, row, aboutNow(row, decision));
  return 'why' in shown ? [shown.why] : formLines(shown.form);
}

function notNamed(
  row: Lifecycle,
  { decision, plan }: DecideRequest,
  text: readonly string[],
): CliError {
  const what = plan === undefined ? 'Name the plan you saw' : `"${plan}" is not a whole plan hash`;
  const [approve = '', reject = ''] = planCommands(row);
  const { planHash: hash, planSummary: summary, planDetail: detail = [] } = row;
  const lines = [`${what}: nothing was sent.`, '', ...text.map((line) => `  ${line}`)];
  return new CliError('plan-not-named', lines, {
    next: [
      `If this plan is what you want to ${decision}, repeat it with its hash:`,
      decision === 'approve' ? approve : reject,
    ],
    exitCode: 2,
    details: { plan: { hash, summary, detail } },
  });
}
