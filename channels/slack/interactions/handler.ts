import { ZodError, z } from 'zod';

import type { Chat } from '../chat.ts';
import { escaped } from '../escape.ts';
import type { Outcome } from './decide.ts';
import { readPress } from './press.ts';
import type { Press } from './press.ts';
import { signatureProblem } from './signature.ts';

/** A function URL's request. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
const requestShape = z.object({
  headers: z.record(z.string(), z.string().optional()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export interface Reply {
  readonly statusCode: number;
  readonly body: string;
}

export interface DoorDeps {
  readonly secret: string;
  readonly decide: (press: Press) => Promise<Outcome>;
  readonly chat: Pick<Chat, 'whisper'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** One JSON line for the log. */
  readonly log: (line: string) => void;
}

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
      return await pressed(deps, readPress(body));
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

async function pressed(deps: DoorDeps, press: Press | null): Promise<Reply> {
  if (press === null) return { statusCode: 200, body: '' };
  const outcome = await decided(deps, press);
  deps.log(JSON.stringify({ level: 'info', press: press.id, update: press.update, ...outcome }));
  await whisper(deps, press, outcome);
  return { statusCode: 200, body: '' };
}

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
async function decided({ decide, log }: DoorDeps, press: Press): Promise<Outcome> {
  try {
    return await decide(press);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', press: press.id, message: why }));
    return { decided: false, text: `It could not be handed on, press again in a minute: ${why}` };
  }
}
