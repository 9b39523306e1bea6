/** Power Automate workflows that post into Teams: "When a Teams webhook request is received". */
import { z } from 'zod';

import { failure } from '../../activities/aws/failures.ts';
import { fetchWithWaits, LATER, parseJson } from '../http.ts';
import type { Waits } from '../http.ts';

export interface Workflows {
  /** Does this function know a workflow of that name? */
  has(name: string): boolean;
  /**
   * Hands a card to the workflow, which posts it a moment later and reports nothing more. Throws `NotTaken` when the
   * workflow certainly refused it; after any other error the card may still appear.
   */
  post(name: string, body: string): Promise<void>;
}

/** Nothing was posted. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

export interface WorkflowsOptions extends Waits {
  /** By name. An address is a secret, since whoever has it can post: errors name the workflow only. */
  readonly urls: Readonly<Record<string, string>>;
}

export function workflows({ urls, ...waits }: WorkflowsOptions): Workflows {
  return {
    has: (name) => Object.hasOwn(urls, name),
    post: async (name, body) => {
      const url = urlOf(urls, name);
      const headers = { 'content-type': 'application/json' };
      const tried = `Tried to post to teams:${name}`;
      const request = { method: 'POST', headers, body, ...waits };
      const response = await fetchWithWaits(url, request, tried, 'Perhaps it was posted.');
      await throwIfRefused(response, tried);
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

/** 202 is the trigger's own answer; a workflow that answers itself may send 200. */
async function throwIfRefused(response: Response, tried: string): Promise<void> {
  const { status } = response;
  if (response.ok) {
    await response.body?.cancel();
    return;
  }
  const code = errorCode(await response.text().catch(() => ''));
  const message = `${tried}: ${status}${code}. ${nextStep(status)}`;
  // Something between may have given up while the workflow went on.
  if (status >= 500 && status !== 503) throw failure('Unavailable', message);
  throw new NotTaken(message);
}

function nextStep(status: number): string {
  if (status === 429 || status === 408 || status >= 500) return LATER;
  if (status === 413) return 'The card is too large for Teams, which is a mistake of ours.';
  if (status === 400)
    return 'The workflow does not understand the card: it has to begin with "When a Teams webhook request is received".';
  return 'Its address is no longer valid: put the new one into TEAMS_WORKFLOWS.';
}

const refusalShape = z.object({ error: z.object({ code: z.string().default('') }) });

/** Only the code: other texts may repeat what was sent, or the address. */
function errorCode(text: string): string {
  const parsed = refusalShape.safeParse(parseJson(text));
  const code = parsed.success ? parsed.data.error.code.replaceAll(/[^\w.-]/g, '') : '';
  return code === '' ? '' : ` (${code.slice(0, 80)})`;
}
