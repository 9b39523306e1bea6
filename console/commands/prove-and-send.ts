/** Every decision of the CLI: proved, sent, and followed until its check is in the story. */
import type { Ledger } from '../../activities/ledger/ledger.ts';
import type { Provable } from '../../domain/decision.ts';
import { CliError } from '../cli/cli-error.ts';
import type { Consent } from '../cli/consent.ts';
import type { Findable } from '../cli/find-lifecycle.ts';
import { type Outcome, waitForOutcome } from '../connect/outcome.ts';
import type { Prove } from '../connect/proving.ts';
import type { MessageDeps } from './send-message.ts';

export interface DecisionDeps extends MessageDeps {
  readonly ledger: Findable & Pick<Ledger, 'story' | 'planText'>;
  readonly consent: Consent;
  readonly prove: Prove;
  readonly pause: (ms: number) => Promise<void>;
}

type Proving = Pick<DecisionDeps, 'pause' | 'prove'> & { readonly ledger: Pick<Ledger, 'story'> };

/** A decision about a finding or a scoped exception, before it is proved. */
type Draft = Provable & { readonly decision: string; readonly why: string };

export interface Sent<D, A> {
  readonly decision: D;
  /** The answer to the message. */
  readonly answer: A;
  readonly outcome: Exclude<Outcome, { status: 'refused' }>;
  /** Why it carries no proof; null when it does. */
  readonly unproved: string | null;
}

interface Sending<D, A> {
  /** The id of the story in which the check will be. */
  readonly story: string;
  /** False: the decision is sent, and nobody waits for its check. */
  readonly wait: boolean;
  /** Throws where the message was not accepted. */
  readonly send: (decision: D) => Promise<A>;
  /** The command that shows what became of it. */
  readonly show: string;
  /** For `--json`, when the check refuses. */
  readonly details: () => Promise<Readonly<Record<string, unknown>>>;
}

/** Throws CliError `decision-refused` where the check of proof and authority refuses, and what `send` throws. */
export async function proveAndSend<D extends Draft, A>(
  { ledger, pause, prove }: Proving,
  draft: D,
  { story, wait, send, show, details }: Sending<D, A>,
): Promise<Sent<D, A>> {
  const proved = await prove(draft);
  const decision = { ...draft, proof: proved.proof };
  const before = await ledger.story(story);
  const answer = await send(decision);
  const outcome: Outcome = wait
    ? await waitForOutcome({ ledger, pause }, { ...draft, story }, before)
    : { status: 'pending' };
  const unproved = proved.proof === null ? proved.because : null;
  if (outcome.status !== 'refused') return { decision, answer, outcome, unproved };
  const message = `The check refused to ${draft.decision} ${story}: ${outcome.text}`;
  const sign = `It carried no proof, because ${unproved ?? ''}: sign in as yourself (aws sso login, AWS_PROFILE), then repeat the command.`;
  throw new CliError('decision-refused', message, {
    next: [...(unproved === null ? [] : [sign]), `Who decides, and the story: ${show}`],
    details: { ...(await details()), id: draft.id, because: outcome.text },
  });
}

export const NOT_CHECKED_YET = 'It was sent; the result of its check is not in the ledger yet.';
