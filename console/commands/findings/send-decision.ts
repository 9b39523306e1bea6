/** The common part of every decision about a finding: bound to what the person saw, proved, sent, and followed. */
import { randomUUID } from 'node:crypto';

import type { Shown } from '../../../activities/decisions/shown.ts';
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import { decisionMessage } from '../../../client/messages.ts';
import { formLines } from '../../../domain/decision-form.ts';
import type { Answer, Decided, Decision } from '../../../domain/decision.ts';
import { isDecisionAllowed } from '../../../domain/lifecycle/allowed-decisions.ts';
import { CliError } from '../../cli/cli-error.ts';
import { findLifecycle } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import type { Outcome } from '../../connect/outcome.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { type DecisionDeps, NOT_CHECKED_YET, proveAndSend, type Sent } from '../prove-and-send.ts';
import { closed, offered, sendMessage, showCommand } from '../send-message.ts';
import { confirmation } from './next-commands.ts';
import { brief, LONGEST_REASON } from './row.ts';
import { showBeforeSigning } from './show-before-signing.ts';

/** Who decides and why. */
export interface Author {
  readonly actor: string;
  readonly why: string | undefined;
  /** The name given with `--as`. */
  readonly as?: string | undefined;
  /** True with `--yes`: what is signed is shown, and nobody is asked. */
  readonly yes?: boolean | undefined;
  /** False with `--no-wait`: the answer is reported, the check is not. */
  readonly wait: boolean;
}

/** What one kind of decision carries; the others carry null. */
type Choice = Pick<Decision, 'decision'> & Partial<Pick<Decision, 'planHash' | 'until' | 'team'>>;

/** Decides about the finding that `id` names. Throws what `refuseDisallowed` and `sendDecision` throw. */
export async function decideOn(
  deps: DecisionDeps,
  request: Author & { readonly id: string },
  choice: Choice,
): Promise<Reply> {
  const row = await findLifecycle(deps.ledger, request.id);
  await refuseDisallowed(deps, row, choice.decision);
  return await sendDecision(deps, row, { choice, author: request });
}

/** Throws CliError `closed` or `NotAllowedInState` before anything is sent. */
export async function refuseDisallowed(
  deps: Pick<DecisionDeps, 'viewer'>,
  row: Lifecycle,
  decision: Decided,
): Promise<void> {
  const { workflowId, phase, waitsFor } = row;
  if (phase === 'CLOSED') throw closed(row);
  if (isDecisionAllowed(row, decision)) return;
  const message = `Nobody can ${decision} ${workflowId} while it is in ${phase}: nothing was sent. ${brief(waitsFor, LONGEST_REASON)}`;
  throw new CliError('NotAllowedInState', message, {
    next: [showCommand(row), ...(await offered(deps, row))],
    details: { workflowId, phase },
  });
}

/**
 * Episode and severity are those of `row`, which the person saw. Throws what `sendMessage` throws, and
 * `decision-refused` when the check of proof and authority refuses.
 */
export async function sendDecision(
  deps: DecisionDeps,
  row: Lifecycle,
  { choice, author }: { readonly choice: Choice; readonly author: Author },
): Promise<Reply> {
  const { workflowId } = row;
  const unseen = draft(row, choice, author);
  const shown = await showBeforeSigning(deps, row, { decision: unseen, yes: author.yes === true });
  const sent = await proveAndSend(
    deps,
    { ...unseen, shown: shown.digest },
    {
      story: workflowId,
      wait: author.wait,
      send: async (decision) => await sendMessage(deps, row, decisionMessage(row, decision)),
      show: showCommand(row),
      details: async () => {
        const { phase } = (await deps.ledger.lifecycle(workflowId)) ?? row;
        return { workflowId, phase };
      },
    },
  );
  return reply(sent, shown, ignoredName(author, sent));
}

function draft(row: Lifecycle, choice: Choice, { actor, why }: Author): Decision {
  const { workflowId, episode, severity } = row;
  return {
    id: randomUUID(),
    finding: workflowId,
    episode,
    decision: choice.decision,
    planHash: choice.planHash ?? null,
    severity,
    until: choice.until ?? null,
    team: choice.team ?? null,
    actor,
    why: why ?? 'no reason given',
    door: 'cli',
    proof: null,
  };
}

/** The person who signs decides, whatever name is given with `--as`. */
function ignoredName({ as }: Author, { decision, outcome }: Sent<Decision, Answer>): string | null {
  if (as === undefined || decision.proof === null || outcome.status === 'pending') return null;
  if (outcome.actor === as) return null;
  return `--as ${as} does not count: the decision is signed by ${outcome.actor}.`;
}

function reply(
  { decision, answer, outcome, unproved }: Sent<Decision, Answer>,
  { form, digest }: Shown,
  ignored: string | null,
): Reply {
  const { id, planHash, until, team, episode, severity } = decision;
  const actor = outcome.status === 'pending' ? decision.actor : outcome.actor;
  const workflowId = decision.finding;
  const bound = { id, actor, episode, severity, planHash, until, team };
  const request =
    unproved === null
      ? null
      : `It carries no proof, because ${unproved}: where policy asks for one, it is only a request.`;
  // What one person said is no fact while another has to agree, or while it is only checked.
  const isDone = outcome.status === 'decided' && decision.decision !== 'attest';
  const said = decisionText({ ...decision, actor });
  const headline = `${isDone ? said : `Recorded: ${said}`} (${workflowId})`;
  return {
    json: {
      ...answer,
      decision: decision.decision,
      workflowId,
      ...bound,
      shown: { digest, lines: formLines(form) },
      proved: decision.proof !== null,
      outcome: outcome.status,
      because: outcome.status === 'pending' ? null : outcome.text,
      confirm: outcome.status === 'second-asked' ? confirmation(decision) : null,
    },
    text: (page) => [
      ...wrapAfter(`${page.style.green('✓')} `, headline, page),
      ...outcomeLines(decision, outcome, page),
      ...(request === null ? [] : wrapAfter('  ', request, page)),
      ...(ignored === null ? [] : wrapAfter('  ', ignored, page)),
      `Follow it: ${showCommand({ workflowId })}`,
    ],
  };
}

function decisionText({ decision, actor, planHash, until, team }: Decision): string {
  const plan = `plan ${planHash?.slice(0, 12) ?? ''}`;
  const texts: Readonly<Record<Decided, string>> = {
    approve: `approved ${plan}`,
    reject: `rejected ${plan}`,
    accept: `accepts the risk until ${until ?? ''}`,
    extend: `extends the exception until ${until ?? ''}`,
    revoke: 'revokes the exception',
    attest: 'attests that it is fixed',
    assign: `assigns it to ${team ?? ''}`,
    undo: 'requests to undo what Closeloop wrote',
  };
  return `${actor} ${texts[decision]}.`;
}

const ATTESTED =
  'It is still open, and closes when its source reports it as ARCHIVED or PASSED, which is read then';

function outcomeLines(
  decision: Decision,
  outcome: Exclude<Outcome, { status: 'refused' }>,
  page: Page,
): Lines {
  switch (outcome.status) {
    case 'decided': {
      const done = decision.decision === 'attest' ? ATTESTED : 'Done';
      return wrapAfter('  ', `${done}: ${outcome.text}`, page);
    }
    case 'second-asked': {
      const text = `Not in force yet: ${outcome.text}. They run, signed in as themselves:`;
      return [...wrapAfter('  ', text, page), `  ${confirmation(decision)}`];
    }
    case 'pending':
      return wrapAfter('  ', NOT_CHECKED_YET, page);
  }
}
