import { ZodError } from 'zod';

import { readUrlRequest } from '../../function-url.ts';
import type { UrlReply } from '../../function-url.ts';
import type { LogLine } from '../../sns-subscriber.ts';
import { TRACKERS } from '../tickets.ts';
import type { Tracker } from '../tickets.ts';
import { azureDevOpsWebhooks } from './azure-devops.ts';
import { jiraWebhooks } from './jira.ts';
import type { Outcome } from './recheck-closed.ts';
import type { StatusChange, WebhookReader } from './webhook-reader.ts';

export interface WebhookDeps {
  /** Null: webhooks of that tracker are not accepted. */
  readonly secrets: Readonly<Record<Tracker, string | null>>;
  readonly recheck: (change: StatusChange) => Promise<Outcome>;
  /** One JSON line for the log. */
  readonly log: LogLine;
}

const READERS: Readonly<Record<Tracker, WebhookReader>> = {
  jira: jiraWebhooks,
  'azure-devops': azureDevOpsWebhooks,
};

/**
 * Answers the webhooks of trackers, at `/jira` and `/azure-devops`. A request that no tracker proved to be its own is
 * only logged. What could not be sent to the lifecycle is answered 503: trackers send it again.
 */
export function webhookHandler(deps: WebhookDeps): (event: unknown) => Promise<UrlReply> {
  return async (event) => {
    const request = readUrlRequest(event);
    if (request === null) return refuse(deps, 400, 'no request of a function URL');
    const { path, headers, body: bytes } = request;
    const tracker = TRACKERS.find((one) => path === `/${one}`);
    const secret = tracker === undefined ? null : deps.secrets[tracker];
    if (tracker === undefined || secret === null)
      return refuse(deps, 404, `no tracker's webhook is accepted at ${path.slice(0, 100)}`);
    const body = bytes.toString('utf8');
    const problem = READERS[tracker].originProblem({ headers, body }, secret);
    if (problem !== null) return refuse(deps, 401, `not from ${tracker}: ${problem}`);
    return await read(deps, READERS[tracker], body);
  };
}

function refuse({ log }: WebhookDeps, statusCode: number, why: string): UrlReply {
  log(JSON.stringify({ level: 'warn', message: 'webhook refused', why }));
  return { statusCode, body: '' };
}

async function read(deps: WebhookDeps, reader: WebhookReader, body: string): Promise<UrlReply> {
  try {
    const change = reader.statusChange(body);
    return change === null ? { statusCode: 200, body: '' } : await recheck(deps, change);
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError)
      return refuse(deps, 400, `no webhook that we know: ${error.message}`);
    throw error;
  }
}

async function recheck(deps: WebhookDeps, change: StatusChange): Promise<UrlReply> {
  const { log } = deps;
  try {
    log(JSON.stringify({ level: 'info', ...change, outcome: await deps.recheck(change) }));
    return { statusCode: 200, body: '' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log(JSON.stringify({ level: 'error', ...change, message: `check not requested: ${why}` }));
    return { statusCode: 503, body: '' };
  }
}
