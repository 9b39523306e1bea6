/** Power Automate workflows that post into Teams: "When a Teams webhook request is received". */
import { z } from 'zod';

import { failure } from '../../activities/aws/failures.ts';

export interface Workflows {
  /** Does this function know a workflow of that name? */
  has(name: string): boolean;
  /**
   * Accepted by the workflow, which posts it a moment later or not: it says nothing more. Throws `NotTaken` when it was
   * certainly refused; any other error leaves in doubt whether the card comes.
   */
  post(name: string, body: string): Promise<void>;
}

/** Nothing was posted. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

export interface WorkflowsOptions {
  /** By name. An address is a secret: whoever has it can post. */
  readonly urls: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The longest that is waited for a rate limit in one call. Milliseconds. */
  readonly patience: number;
}

/** One try, but for refusals that name a short `Retry-After`. */
export function workflows(options: WorkflowsOptions): Workflows {
  const { urls, sleep, patience } = options;
  return {
    has: (name) => Object.hasOwn(urls, name),
    post: async (name, body) => {
      const url = urlOf(urls, name);
      for (let left = patience; ;) {
        const response = await send(url, { name, body });
        const wait = waitMs(response);
        if (wait === null || wait > left) {
          await check(response, name);
          return;
        }
        left -= wait;
        await response.body?.cancel();
        await sleep(wait);
      }
    },
  };
}

function urlOf(urls: WorkflowsOptions['urls'], name: string): string {
  const url = Object.hasOwn(urls, name) ? urls[name] : undefined;
  if (url !== undefined) return url;
  const known = Object.keys(urls).join(', ');
  throw new NotTaken(
    `Tried to post to teams:${name}: this function knows no workflow of that name, only ${known}. Correct the team's channels in the ownership table, or add its address to TEAMS_WORKFLOWS.`,
  );
}

/** Errors name the workflow, never its address. */
async function send(
  url: string,
  { name, body }: { readonly name: string; readonly body: string },
): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    return await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
  } catch (error) {
    const why = error instanceof Error ? causeOf(error) : String(error);
    throw failure(
      'Unavailable',
      `Tried to post to teams:${name}: no answer: ${why}. Perhaps it was posted; it is tried again.`,
    );
  }
}

/** Milliseconds. */
const TIMEOUT = 8_000;

/** `fetch` says "fetch failed"; why stands in its cause. */
function causeOf({ message, cause }: Error): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  return code === null ? message : `${message} (${code})`;
}

/** Null when it does not ask us to wait. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function waitMs({ status, headers }: Response): number | null {
  if (status !== 429 && status !== 503) return null;
  const after = headers.get('retry-after');
  if (after === null) return null;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : null;
}

/** 202 is the trigger's own answer; a workflow that answers itself may say 200. */
async function check(response: Response, name: string): Promise<void> {
  const { status } = response;
  if (response.ok) {
    await response.body?.cancel();
    return;
  }
  const said = wordsIn(await response.text().catch(() => ''));
  const message = `Tried to post to teams:${name}: ${status}${said}. ${nextFor(status)}`;
  // Something between may have given up while the workflow went on.
  if (status >= 500 && status !== 503) throw failure('Unavailable', message);
  throw new NotTaken(message);
}

function nextFor(status: number): string {
  if (status === 429 || status === 408 || status >= 500) return 'It is tried again later.';
  if (status === 413) return 'The card is too large for Teams, which is a mistake of ours.';
  if (status === 400)
    return 'The workflow does not understand the card: it has to begin with "When a Teams webhook request is received".';
  return 'Its address is no longer valid: put the new one into TEAMS_WORKFLOWS.';
}

const refusalShape = z.object({ error: z.object({ code: z.string().default('') }) });

/** Only the code: texts may repeat what was sent, or where. */
function wordsIn(text: string): string {
  const parsed = z.string().transform(jsonIn).pipe(refusalShape).safeParse(text);
  const code = parsed.success ? parsed.data.error.code.replaceAll(/[^\w.-]/g, '') : '';
  return code === '' ? '' : ` (${code.slice(0, 80)})`;
}

function jsonIn(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
}
