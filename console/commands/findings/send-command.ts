/** recheck, cancel and claim-fixed: commands need no proof, they write nothing and close nothing. */
import { randomUUID } from 'node:crypto';

import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { LifecycleMessage } from '../../../client/messages.ts';
import type { Answer } from '../../../domain/decision.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';
import type { DecisionDeps } from '../prove-and-send.ts';
import { type MessageDeps, sendMessage, showCommand } from '../send-message.ts';
import { decideOn } from './send-decision.ts';

interface CommandRequest {
  readonly id: string;
  readonly actor: string;
  readonly why: string | undefined;
}

export interface ClaimRequest extends CommandRequest {
  /** What was done, in words or as a link. */
  readonly evidence: string;
  readonly as?: string | undefined;
  /** As `Author.yes`. */
  readonly yes?: boolean | undefined;
}

/** Requests a check of the resource now. */
export async function recheck(deps: MessageDeps, request: CommandRequest): Promise<Reply> {
  return await sendCommand(deps, request, 'recheck', () => 'The resource is read now.');
}

/** No further automatic write in this episode, unless somebody approves one. Checks and closing go on. */
export async function cancel(deps: MessageDeps, request: CommandRequest): Promise<Reply> {
  return await sendCommand(deps, request, 'cancel', afterCancel);
}

const THEN = 'if it is compliant the finding closes, otherwise people decide';

/** What follows depends on the status in which it was cancelled. */
const AFTER_CANCEL: Readonly<Record<string, string>> = {
  HUMAN_REVIEW: 'No automatic step follows: people decide.',
  TRIAGE: `Nothing will be written. Triage ends with a check of the resource: ${THEN}.`,
  REMEDIATE: `No further change follows. The present one is cancelled if it has not begun; if it runs, it is not interrupted. Then the resource is read: ${THEN}.`,
  VERIFY: `No further change follows. The resource is read now: ${THEN}.`,
};

function afterCancel({ phase }: Answer): string {
  return AFTER_CANCEL[phase] ?? 'No further change follows unless somebody approves one.';
}

/** Where a control verifies, the resource is read; where none does, it is a decision that two people prove. */
export async function claimFixed(deps: DecisionDeps, request: ClaimRequest): Promise<Reply> {
  const { id, actor, as, yes, evidence, why } = request;
  const row = await findLifecycle(deps.ledger, id);
  if (row.problem.control !== null) {
    return await sendCommand(deps, request, 'claimFixed', () => claimRecorded(row, request));
  }
  const reason = why === undefined ? evidence : `${evidence}; ${why}`;
  const author = { id, actor, as, yes, why: reason, wait: true };
  return await decideOn(deps, author, { decision: 'attest' });
}

/** What somebody says closes nothing: what was recorded, and what is checked when. */
function claimRecorded({ problem, nextDeadline, phase }: Lifecycle, claim: ClaimRequest): string {
  const { actor, evidence } = claim;
  const until = nextDeadline === null ? '' : `, with its deadline ${timestamp(nextDeadline)} UTC`;
  return `Recorded that ${actor} says it is fixed: ${evidence}. The finding is still open. Closeloop reads ${problem.resource.name} now, with its read-only role: if it is compliant the finding closes, if not it stays in ${phase}${until}.`;
}

async function sendCommand(
  deps: MessageDeps,
  request: CommandRequest & { readonly evidence?: string },
  update: 'recheck' | 'claimFixed' | 'cancel',
  after: (answer: Answer) => string,
): Promise<Reply> {
  const row = await findLifecycle(deps.ledger, request.id);
  const { actor, why = 'no reason given', evidence = '' } = request;
  const command = { id: randomUUID(), actor, why };
  const message: LifecycleMessage =
    update === 'claimFixed'
      ? { update, payload: { ...command, evidence } }
      : { update, payload: command };
  const answer = await sendMessage(deps, row, message);
  const { workflowId } = row;
  return {
    json: { ...answer, workflowId, actor, id: command.id },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, `${after(answer)} (${workflowId})`, page),
      `Follow it: ${showCommand(row)}`,
    ],
  };
}
