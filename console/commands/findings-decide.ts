import { randomUUID } from 'node:crypto';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Decided, Decision } from '../../domain/decision.ts';
import { CliError } from '../cli-error.ts';
import { commandLine } from '../command-line.ts';
import { findLifecycle, shortId } from '../find-lifecycle.ts';
import type { Reply } from '../reply.ts';
import type { Stopped } from '../stopped.ts';
import { closed, type Door, say } from './say.ts';
import { decisions, planLines, unblock } from './unblock.ts';

export interface DecideRequest {
  readonly id: string;
  readonly decision: Decided;
  /** The hash of the plan the person saw; never filled in for them. */
  readonly plan: string | undefined;
  readonly why: string | undefined;
  readonly actor: string;
}

/** A door for decisions also knows whether an approval would be carried out. */
export interface DecisionDoor extends Door {
  readonly stopped: (row: Lifecycle) => Promise<Stopped | null>;
}

/**
 * Sends the decision and reports the lifecycle's answer. Throws CliError: `closed`, `writes-stopped`,
 * `NotAllowedInState` and `no-plan` where nothing can be decided, `plan-not-named` (exit 2) with the plan and the
 * command to repeat, or what `say` throws.
 */
export async function decide(door: DecisionDoor, request: DecideRequest): Promise<Reply> {
  const { decision, actor } = request;
  const row = await findLifecycle(door.ledger, request.id);
  // With a whole hash the lifecycle itself is asked: the ledger may be a moment behind.
  const whole = FULL_HASH.test(request.plan ?? '');
  if (!whole) refuseUndecidable(row, request);
  if (decision === 'approve') refuseIdle(row, await door.stopped(row));
  if (!whole) throw notNamed(row, request);
  const planHash = request.plan ?? '';
  const payload: Decision = {
    id: randomUUID(),
    decision,
    planHash,
    actor,
    why: request.why ?? 'no reason given',
    door: 'cli',
    // The check of who speaks is the lifecycle's; what the command line can prove follows with the doors.
    proof: null,
  };
  const answer = await say(door, row, { update: decision, payload });
  const show = commandLine('findings', 'show', shortId(row.workflowId));
  return {
    json: { ...answer, decision, workflowId: row.workflowId, planHash, actor, id: payload.id },
    text: ({ style }) => [
      `${style.green('✓')} ${past(decision)} as ${actor}: plan ${planHash.slice(0, 12)} for ${row.workflowId}.`,
      ...(row.planHash === planHash ? [`  ${row.planSummary ?? ''}`] : []),
      `The decision is checked now, then carried out. Follow it: ${show}`,
    ],
  };
}

/** An approval that writes nothing would only use itself up. */
function refuseIdle(row: Lifecycle, stopped: Stopped | null): void {
  if (stopped === null) return;
  const message = `An approval would write nothing now, so nothing was sent: ${stopped.because}.`;
  const details = { workflowId: row.workflowId, phase: row.phase, stopped };
  throw new CliError('writes-stopped', message, { next: stopped.change, details });
}

/** A decision binds the whole hash: a beginning could be the beginning of another plan's. */
const FULL_HASH = /^[0-9a-f]{64}$/;

function refuseUndecidable(row: Lifecycle, { decision, id }: DecideRequest): void {
  if (row.phase === 'CLOSED') throw closed(row);
  if (!isDecidable(row, decision)) throw undecidable(row, decision);
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

/** As the lifecycle decides it, in domain/lifecycle-messages.ts. */
function isDecidable({ phase }: Lifecycle, decision: Decided): boolean {
  return phase === 'AWAITING_APPROVAL' || (phase === 'HUMAN_REVIEW' && decision === 'approve');
}

function undecidable(row: Lifecycle, decision: Decided): CliError {
  const { workflowId, phase, waitsFor } = row;
  const message = `Nobody can ${decision} a plan of ${workflowId} while it is in ${phase}: nothing was sent. ${waitsFor}`;
  return new CliError('NotAllowedInState', message, {
    next: [commandLine('findings', 'show', shortId(workflowId)), ...unblock(row)],
    details: { workflowId, phase },
  });
}

function past(decision: Decided): string {
  return decision === 'approve' ? 'Approved' : 'Rejected';
}
