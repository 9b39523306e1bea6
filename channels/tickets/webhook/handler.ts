import { ZodError, z } from 'zod';

import { TRACKERS } from '../tickets.ts';
import type { Tracker } from '../tickets.ts';
import { azureDevOpsWebhooks } from './azure-devops.ts';
import { jiraWebhooks } from './jira.ts';
import type { Outcome } from './recheck-closed.ts';
import type { StatusChange, WebhookReader } from './webhook-reader.ts';

/** A function URL's request. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
const requestShape = z.object({
  rawPath: z.string(),
  headers: z.record(z.string(), z.string().optional()),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export interface Reply {
  readonly statusCode: number;
  readonly body: string;
}

export interface DoorDeps {
  /** Null: that tracker is not heard. */
  readonly secrets: Readonly<Record<Tracker, string | null>>;
  readonly hear: (change: StatusChange) => Promise<Outcome>;
  /** One JSON line for the log. */
  readonly log: (line: string) => void;
}

const READERS: Readonly<Record<Tracker, WebhookReader>> = {
  jira: jiraWebhooks,
  'azure-devops': azureDevOpsWebhooks,
};

/**
 * Answers the webhooks of trackers, at `/jira` and `/azure-devops`. What did not come from a tracker reaches nothing but
 * the log. What could not be handed on is answered 503: trackers send it again.
 */
export function door(deps: DoorDeps): (event: unknown) => Promise<Reply> {
  return async (event) => {
    const { rawPath, headers, body: text, isBase64Encoded } = requestShape.parse(event);
    const tracker = TRACKERS.find((one) => rawPath === `/${one}`);
    const secret = tracker === undefined ? null : deps.secrets[tracker];
    if (tracker === undefined || secret === null)
      return refused(deps, 404, `no tracker is heard at ${rawPath.slice(0, 100)}`);
    const body = isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text;
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const received = { headers: Object.fromEntries(lower), body };
    const problem = READERS[tracker].originProblem(received, secret);
    if (problem !== null) return refused(deps, 401, `not from ${tracker}: ${problem}`);
    return await read(deps, READERS[tracker], body);
  };
}

function refused({ log }: DoorDeps, statusCode: number, why: string): Reply {
  log(JSON.stringify({ level: 'warn', message: 'webhook refused', why }));
  return { statusCode, body: '' };
}

async function read(deps: DoorDeps, reader: WebhookReader, body: string): Promise<Reply> {
  try {
    const change = reader.statusChange(body);
    return change === null ? { statusCode: 200, body: '' } : await heard(deps, change);
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError)
      return refused(deps, 400, `no webhook that we know: ${error.message}`);
    throw error;
  }
}

async function heard({ hear, log }: DoorDeps, change: StatusChange): Promise<Reply> {
  try {
    log(JSON.stringify({ level: 'info', ...change, outcome: await hear(change) }));
    return { statusCode: 200, body: '' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', ...change, message: `not handed on: ${why}` }));
    return { statusCode: 503, body: '' };
  }
}
