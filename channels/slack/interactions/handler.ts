import { ZodError, z } from 'zod';

import type { Chat } from '../chat.ts';
import { cut, escaped } from '../escape.ts';
import type { Outcome } from './decide.ts';
import { FIELDS } from './form.ts';
import { readInteraction } from './read-interaction.ts';
import type { Interaction, Press } from './read-interaction.ts';
import { signatureProblem } from './signature.ts';

/** A function URL's request. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
const requestShape = z.object({
  headers: z.record(z.string(), z.string().optional()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export interface Reply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DoorDeps {
  readonly secret: string;
  readonly decide: (press: Press) => Promise<Outcome>;
  /** Opens the form: null; or says why not. */
  readonly ask: (asking: Asking) => Promise<Outcome | null>;
  readonly chat: Pick<Chat, 'whisper'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** One JSON line for the log. */
  readonly log: (line: string) => void;
}

type Asking = Extract<Interaction, { kind: 'asks' }>;

/**
 * Answers Slack's interactions. What did not come from Slack reaches nothing but the log: the ledger is for what
 * somebody did. Slack wants an answer within three seconds.
 */
export function door(deps: DoorDeps): (event: unknown) => Promise<Reply> {
  return async (event) => {
    const { headers, body: text, isBase64Encoded } = requestShape.parse(event);
    const body = isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const signed = { headers: Object.fromEntries(lower), body };
    const problem = signatureProblem(signed, { secret: deps.secret, now: deps.now() });
    if (problem !== null) return refused(deps, 401, `not from Slack: ${problem}`);
    try {
      return await answered(deps, readInteraction(body));
    } catch (error) {
      if (error instanceof ZodError || error instanceof SyntaxError)
        return refused(deps, 400, `no interaction that we know: ${error.message}`);
      throw error;
    }
  };
}

function refused({ log }: DoorDeps, statusCode: number, why: string): Reply {
  log(JSON.stringify({ level: 'warn', message: 'interaction refused', why }));
  return { statusCode, body: '' };
}

const EMPTY: Reply = { statusCode: 200, body: '' };

async function answered(deps: DoorDeps, interaction: Interaction | null): Promise<Reply> {
  if (interaction === null) return EMPTY;
  const { press } = interaction;
  const outcome = await heard(deps, press, () =>
    interaction.kind === 'asks' ? deps.ask(interaction) : deps.decide(press),
  );
  if (outcome === null) return EMPTY;
  deps.log(JSON.stringify({ level: 'info', press: press.id, update: press.update, ...outcome }));
  if (interaction.kind === 'sends' && !outcome.decided) return stillOpen(press, outcome);
  await whisper(deps, press, outcome);
  return EMPTY;
}

/** The form stays, with what is wrong beside the field that it is about. */
function stillOpen({ wrote }: Press, { type, text }: Outcome): Reply {
  const dated = type === 'InvalidExpiry' && wrote?.until !== null;
  const errors = { [dated ? FIELDS.until : FIELDS.why]: cut(text, MOST_ERROR) };
  const body = JSON.stringify({ response_action: 'errors', errors });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

const MOST_ERROR = 1_000;

/** What was decided is decided, whether its person hears of it or not. */
async function whisper(
  { chat, log }: DoorDeps,
  { id, channel, user }: Press,
  { text }: Outcome,
): Promise<void> {
  try {
    await chat.whisper(channel, user, escaped(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', press: id, message: `not told: ${why}` }));
  }
}

/** A press that could not be handed on was not heard: the person presses again, which is another press. */
async function heard(
  { log }: DoorDeps,
  press: Press,
  hand: () => Promise<Outcome | null>,
): Promise<Outcome | null> {
  try {
    return await hand();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', press: press.id, message: why }));
    const again = press.wrote === null ? 'press again' : 'send it again';
    return { decided: false, text: `It could not be handed on, ${again} in a minute: ${why}` };
  }
}
