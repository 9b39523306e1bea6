import { ZodError } from 'zod';

import { readUrlRequest } from '../../function-url.ts';
import type { UrlReply } from '../../function-url.ts';
import type { LogLine } from '../../sns-subscriber.ts';
import { oneLine } from '../../text.ts';
import type { Chat } from '../chat.ts';
import { escapeMrkdwn } from '../text.ts';
import type { Outcome } from './decide.ts';
import { FIELDS } from './form.ts';
import { readInteraction } from './read-interaction.ts';
import type { Interaction, Press } from './read-interaction.ts';
import { signatureProblem } from './signature.ts';

export interface InteractionDeps {
  readonly secret: string;
  readonly decide: (press: Press) => Promise<Outcome>;
  /** Opens the form and returns null; or says why not. */
  readonly openForm: (interaction: OpenForm) => Promise<Outcome | null>;
  readonly chat: Pick<Chat, 'whisper'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** One JSON line for the log. */
  readonly log: LogLine;
}

type OpenForm = Extract<Interaction, { kind: 'open-form' }>;

/**
 * Answers Slack's interactions, within its three seconds. A request that Slack did not sign is only logged: the ledger
 * records what people did.
 */
export function interactionHandler(deps: InteractionDeps): (event: unknown) => Promise<UrlReply> {
  return async (event) => {
    const request = readUrlRequest(event);
    if (request === null) return refuse(deps, 400, 'no request of a function URL');
    const signed = { headers: request.headers, body: request.body.toString('utf8') };
    const problem = signatureProblem(signed, { secret: deps.secret, now: deps.now() });
    if (problem !== null) return refuse(deps, 401, `not from Slack: ${problem}`);
    try {
      return await answer(deps, readInteraction(signed.body));
    } catch (error) {
      if (error instanceof ZodError || error instanceof SyntaxError)
        return refuse(deps, 400, `no interaction that we know: ${error.message}`);
      throw error;
    }
  };
}

function refuse({ log }: InteractionDeps, statusCode: number, why: string): UrlReply {
  log(JSON.stringify({ level: 'warn', message: 'interaction refused', why }));
  return { statusCode, body: '' };
}

const EMPTY: UrlReply = { statusCode: 200, body: '' };

async function answer(deps: InteractionDeps, interaction: Interaction | null): Promise<UrlReply> {
  if (interaction === null) return EMPTY;
  const { press } = interaction;
  const outcome = await orFailure(deps, press, () =>
    interaction.kind === 'open-form' ? deps.openForm(interaction) : deps.decide(press),
  );
  if (outcome === null) return EMPTY;
  deps.log(JSON.stringify({ level: 'info', press: press.id, update: press.update, ...outcome }));
  if (interaction.kind === 'submit-form' && !outcome.decided) return formErrors(press, outcome);
  await whisper(deps, press, outcome);
  return EMPTY;
}

/** Keeps the form open, with the refusal beside the field that it is about. */
function formErrors({ submitted }: Press, { type, text }: Outcome): UrlReply {
  const isDate = type === 'InvalidExpiry' && submitted?.until !== null;
  const errors = { [isDate ? FIELDS.until : FIELDS.why]: oneLine(text, MOST_ERROR) };
  const body = JSON.stringify({ response_action: 'errors', errors });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

const MOST_ERROR = 1_000;

/** A decision counts even where its person could not be answered. */
async function whisper(
  { chat, log }: InteractionDeps,
  { id, channel, user }: Press,
  { text }: Outcome,
): Promise<void> {
  try {
    await chat.whisper(channel, user, escapeMrkdwn(text, MOST_WHISPER));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', press: id, message: `the person got no answer: ${why}` }));
  }
}

const MOST_WHISPER = 3_000;

/** A press that failed on its way does not count: pressing again is another press. */
async function orFailure(
  { log }: InteractionDeps,
  press: Press,
  handle: () => Promise<Outcome | null>,
): Promise<Outcome | null> {
  try {
    return await handle();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', press: press.id, message: why }));
    const again = press.submitted === null ? 'Press again' : 'Send it again';
    return { decided: false, text: `That did not work. ${again} in a minute. ${why}` };
  }
}
