import { randomUUID } from 'node:crypto';

import type { Lifecycle } from '../../activities/ledger/ledger.ts';
import type { Decided, Decision } from '../../domain/decision.ts';
import { CliError } from '../cli-error.ts';
import { commandLine } from '../command-line.ts';
import { findLifecycle, shortId } from '../find-lifecycle.ts';
import type { Reply } from '../reply.ts';
import { type Door, say } from './say.ts';
import { decisions } from './unblock.ts';

export interface DecideRequest {
  readonly id: string;
  readonly decision: Decided;
  /** The hash of the plan the person saw; never filled in for them. */
  readonly plan: string | undefined;
  readonly why: string | undefined;
  readonly actor: string;
}

/**
 * Sends the decision and reports the lifecycle's answer. Throws CliError: `plan-not-named` (exit 2) with the plan and
 * the command to repeat, or what `say` throws.
 */
export async function decide(door: Door, request: DecideRequest): Promise<Reply> {
  const { decision, actor } = request;
  const row = await findLifecycle(door.ledger, request.id);
  const planHash = named(row, request);
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
    text: ({ style }) =>
      [
        `${style.green('✓')} ${past(decision)} as ${actor}: plan ${planHash.slice(0, 12)} for ${row.workflowId}.`,
        `  ${row.planHash === planHash ? (row.planSummary ?? '') : ''}`.trimEnd(),
        `The decision is checked now, then carried out. Follow it: ${show}`,
      ]
        .filter((line) => line !== '')
        .join('\n'),
  };
}

const FULL_HASH = /^[0-9a-f]{64}$/;

/** A decision binds the whole hash: a beginning could be the beginning of another plan's. */
function named(row: Lifecycle, { decision, plan, id }: DecideRequest): string {
  if (plan !== undefined && FULL_HASH.test(plan)) return plan;
  if (row.planHash === null) {
    throw new CliError(
      'no-plan',
      `There is no plan to ${decision} for ${row.workflowId}: ${row.waitsFor}`,
      {
        next: [commandLine('findings', 'show', id)],
      },
    );
  }
  const what = plan === undefined ? 'Name the plan you saw' : `"${plan}" is not a whole plan hash`;
  const [approve = '', reject = ''] = decisions(row);
  throw new CliError(
    'plan-not-named',
    `${what}: nothing was sent.\n\n  ${row.planSummary ?? 'no summary'}\n  hash ${row.planHash}`,
    {
      next: [
        `If this plan is what you want to ${decision}, repeat it with its hash:`,
        decision === 'approve' ? approve : reject,
      ],
      exitCode: 2,
      details: { plan: { hash: row.planHash, summary: row.planSummary } },
    },
  );
}

function past(decision: Decided): string {
  return decision === 'approve' ? 'Approved' : 'Rejected';
}
