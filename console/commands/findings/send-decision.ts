/** The common end of every decision: bound to what was seen, proved, sent, and followed to its check. */
import { randomUUID } from 'node:crypto';

import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { decisionMessage } from '../../../client/messages.ts';
import type { Answer, Decision } from '../../../domain/decision.ts';
import { isDecisionAllowed } from '../../../domain/lifecycle/allowed-decisions.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import { type Findable, shortId } from '../../cli/find-lifecycle.ts';
import type { Reply } from '../../cli/reply.ts';
import { type Outcome, waitForOutcome } from '../../connect/outcome.ts';
import type { Prove } from '../../connect/proving.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { closed, type Door, say } from '../send-message.ts';
import { confirmation, nextCommands } from './next-commands.ts';

/** A door for decisions also proves them, and looks what became of them. */
export interface DecisionDoor extends Door {
  readonly ledger: Findable & Pick<Ledger, 'story'>;
  readonly prove: Prove;
  readonly pause: (ms: number) => Promise<void>;
}

/** Who says it and why. */
export interface Saying {
  readonly actor: string;
  readonly why: string | undefined;
  /** The name given with `--as`; absent without. */
  readonly as?: string | undefined;
  /** False with `--no-wait`: the answer is reported, the check is not. */
  readonly wait: boolean;
}

/** What one kind of decision carries; the others carry null. */
export type Said = Pick<Decision, 'decision'> &
  Partial<Pick<Decision, 'planHash' | 'until' | 'team'>>;

/** Throws CliError `closed` or `NotAllowedInState` before anything is sent. */
export function refuseUndecidable(row: Lifecycle, decision: Decision['decision']): void {
  const { workflowId, phase, waitsFor } = row;
  if (phase === 'CLOSED') throw closed(row);
  if (isDecisionAllowed(row, decision)) return;
  const message = `Nobody can ${decision} ${workflowId} while it is in ${phase}: nothing was sent. ${waitsFor}`;
  throw new CliError('NotAllowedInState', message, {
    next: [commandLine('findings', 'show', shortId(workflowId)), ...nextCommands(row)],
    details: { workflowId, phase },
  });
}

/**
 * Episode and severity are those of `row`, which the person saw. Throws what `say` throws, and `decision-refused`
 * when the check of proof and authority says no.
 */
export async function sendDecision(
  door: DecisionDoor,
  row: Lifecycle,
  { said, saying }: { readonly said: Said; readonly saying: Saying },
): Promise<Reply> {
  const unproved = draft(row, said, saying);
  const proved = await door.prove(unproved);
  const decision: Decision = { ...unproved, proof: proved.proof };
  const before = await door.ledger.story(row.workflowId);
  const answer = await say(door, row, decisionMessage(row, decision));
  const outcome: Outcome = saying.wait
    ? await waitForOutcome(door, decision, before)
    : { status: 'pending' };
  const request =
    proved.proof === null
      ? `It carries no proof, because ${proved.because}: where policy asks for one it stands as a request.`
      : null;
  const now = (await door.ledger.lifecycle(row.workflowId)) ?? row;
  if (outcome.status === 'refused') throw untrusted(now, { decision, outcome, request });
  const ignored = ignoredName(saying, decision, outcome);
  return reply({ row: now, decision, answer, outcome, request, ignored });
}

/** Who signs is who decides, whatever name is given. */
function ignoredName({ as }: Saying, { proof }: Decision, outcome: Outcome): string | null {
  if (as === undefined || proof === null || outcome.status === 'pending') return null;
  if (outcome.actor === as) return null;
  return `--as ${as} does not count: the decision is signed, and whoever signed it is ${outcome.actor}.`;
}

function draft(row: Lifecycle, said: Said, { actor, why }: Saying): Decision {
  const { workflowId, episode, severity } = row;
  return {
    id: randomUUID(),
    finding: workflowId,
    episode,
    decision: said.decision,
    planHash: said.planHash ?? null,
    severity,
    until: said.until ?? null,
    team: said.team ?? null,
    actor,
    why: why ?? 'no reason given',
    door: 'cli',
    proof: null,
  };
}

function untrusted(
  row: Lifecycle,
  told: { decision: Decision; outcome: Outcome & { status: 'refused' }; request: string | null },
): CliError {
  const { decision, outcome, request } = told;
  const { workflowId, phase } = row;
  const message = `The lifecycle took the message, and its check refused to ${decision.decision} ${workflowId}: ${outcome.text}`;
  return new CliError('decision-refused', message, {
    next: [
      ...(request === null ? [] : [request, SIGN_IN]),
      `Who decides, and the story in which this stands: ${commandLine('findings', 'show', shortId(workflowId))}`,
    ],
    details: { workflowId, phase, id: decision.id, because: outcome.text },
  });
}

const SIGN_IN = 'Sign in as yourself (aws sso login, AWS_PROFILE), then repeat the command.';

interface Sent {
  readonly row: Lifecycle;
  readonly decision: Decision;
  readonly answer: Answer;
  readonly outcome: Outcome;
  readonly request: string | null;
  readonly ignored: string | null;
}

function reply({ row, decision, answer, outcome, request, ignored }: Sent): Reply {
  const { id, planHash, until, team, episode, severity } = decision;
  const by = outcome.status === 'pending' ? decision.actor : outcome.actor;
  const { workflowId } = row;
  const bound = { id, actor: by, episode, severity, planHash, until, team };
  const second = outcome.status === 'second-asked' ? confirmation(decision) : null;
  return {
    json: {
      ...answer,
      decision: decision.decision,
      workflowId,
      ...bound,
      proved: decision.proof !== null,
      outcome: outcome.status,
      because: outcome.status === 'pending' ? null : outcome.text,
      confirm: second,
    },
    text: (page) => [
      ...wrapAfter(
        `${page.style.green('✓')} `,
        `${headline({ ...decision, actor: by })} (${workflowId})`,
        page,
      ),
      ...became({ outcome, attests: decision.decision === 'attest' }, second, page),
      ...(request === null ? [] : wrapAfter('  ', request, page)),
      ...(ignored === null ? [] : wrapAfter('  ', ignored, page)),
      `Follow it: ${commandLine('findings', 'show', shortId(workflowId))}`,
    ],
  };
}

function headline({ decision, actor, planHash, until, team }: Decision): string {
  switch (decision) {
    case 'approve':
      return `Approved as ${actor}: plan ${planHash?.slice(0, 12) ?? ''}.`;
    case 'reject':
      return `Rejected as ${actor}: plan ${planHash?.slice(0, 12) ?? ''}.`;
    case 'accept':
      return `Accept it until ${until ?? ''}, says ${actor}.`;
    case 'extend':
      return `Extend it until ${until ?? ''}, says ${actor}.`;
    case 'revoke':
      return `Revoke the exception, says ${actor}.`;
    case 'attest':
      return `It is fixed, says ${actor}.`;
    case 'assign':
      return `Give it to ${team ?? ''}, says ${actor}.`;
    case 'undo':
      return `Undo what Closeloop wrote, says ${actor}.`;
  }
}

const ATTESTED = 'The source is asked, and closes it when it says ARCHIVED or PASSED';

function became(
  { outcome, attests }: { readonly outcome: Outcome; readonly attests: boolean },
  second: string | null,
  page: Page,
): Lines {
  switch (outcome.status) {
    case 'decided':
      return wrapAfter('  ', `${attests ? ATTESTED : 'Done'}: ${outcome.text}`, page);
    case 'refused':
      return wrapAfter('  ', outcome.text, page);
    case 'second-asked':
      return [
        ...wrapAfter(
          '  ',
          `Not yet in force: ${outcome.text}. They run, signed in as themselves:`,
          page,
        ),
        `  ${second ?? ''}`,
      ];
    case 'pending':
      return wrapAfter('  ', 'It was sent; what its check says is not in the ledger yet.', page);
  }
}
