/** Maps GitHub's answers to failures whose type says who can act. */
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';

import type { FailureType } from '../../../../domain/failures.ts';
import { failure } from '../../../aws/failures.ts';

/**
 * Maps what Octokit threw while trying `what`, for example `reading main.tf of acme/infra`. Returns errors that neither
 * GitHub nor the network caused unchanged.
 */
export function gitHubFailure(error: unknown, what: string): unknown {
  if (error instanceof ApplicationFailure) return error;
  const parsed = Refusal.safeParse(error);
  if (!parsed.success) return error;
  const { status, message, response } = parsed.data;
  const type = typeOf(parsed.data);
  const shown = response === undefined ? 'no HTTP answer' : String(status);
  const wait = type === 'Throttled' ? waitSeconds(response?.headers ?? {}) : null;
  const next = ARCHIVED.test(message) ? UNARCHIVE : NEXT[type];
  return failure(type, `Tried ${what} on GitHub: ${shown}: ${shortened(message)}. ${next}`, {
    cause: error,
    ...(wait !== null && { wait }),
  });
}

/** GitHub's HTTP status; null without an answer. */
export function statusOf(error: unknown): number | null {
  const parsed = Refusal.safeParse(error);
  return parsed.success && parsed.data.response !== undefined ? parsed.data.status : null;
}

/** What Octokit throws; `response` is absent where GitHub did not answer. */
const Refusal = z.object({
  status: z.number(),
  message: z.string(),
  response: z
    .object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) })
    .optional(),
});
type Refusal = z.output<typeof Refusal>;
type Headers = NonNullable<Refusal['response']>['headers'];

/** Nothing but GitHub's message tells these refusals apart. */
const ARCHIVED = /archived so is read-only/i;
const UNARCHIVE = 'Take it out of policies/repositories.yaml, or unarchive it.';
const NOT_INSTALLED = /not accessible to the parent installation/i;
const NOT_GRANTED = /permissions requested are not granted/i;

function typeOf(refusal: Refusal): FailureType {
  const { status, response, message } = refusal;
  if (response === undefined || status >= 500 || status === 408 || status === 409)
    return 'Unavailable';
  if (isRateLimit(refusal)) return 'Throttled';
  if (status === 401) return 'ConfigurationError';
  if (status === 403 || status === 451 || NOT_GRANTED.test(message)) return 'AccessDenied';
  return status === 404 || status === 410 || NOT_INSTALLED.test(message)
    ? 'ResourceNotFound'
    : 'InvalidInput';
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function isRateLimit({ status, message, response }: Refusal): boolean {
  if (status === 429) return true;
  if (status !== 403 || response === undefined) return false;
  const { headers } = response;
  const spent = String(headers['x-ratelimit-remaining'] ?? '') === '0';
  return spent || headers['retry-after'] !== undefined || /rate limit/i.test(message);
}

/** By the page above: `retry-after`, else until `x-ratelimit-reset`, else a minute. */
function waitSeconds(headers: Headers): number {
  const after = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return bounded(after);
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (String(headers['x-ratelimit-remaining'] ?? '') !== '0' || !Number.isFinite(reset)) return 60;
  const gitHubNow = Date.parse(String(headers['date'] ?? ''));
  return bounded(reset - Math.floor((Number.isFinite(gitHubNow) ? gitHubNow : Date.now()) / 1000));
}

/** GitHub's limits last an hour; a longer wait comes from a wrong clock. */
function bounded(seconds: number): number {
  return Math.min(Math.max(seconds, 1), 3600);
}

/** Without its full stop, because our own sentence goes on. */
function shortened(message: string): string {
  const words = message.replace(/\.$/, '');
  return words.length > 300 ? `${words.slice(0, 299)}…` : words;
}

const NEXT: Readonly<Record<FailureType, string>> = {
  InvalidInput: 'Retrying cannot help: this request is wrong, please report it.',
  SchemaMismatch: 'Retrying cannot help: this answer is not what GitHub documents.',
  ConfigurationError: 'GitHub does not know these credentials: check those of the code worker.',
  AccessDenied: 'Let the app write contents and pull requests of this repository.',
  RoleNotAssumable: '',
  ResourceNotFound:
    'GitHub answers so for a repository that the app may not see: check the name, and that the app is installed there.',
  DocumentNotFound: '',
  DocumentDiffers: '',
  UnprocessedFindings: '',
  Throttled: 'Closeloop retries when GitHub allows it.',
  Unavailable: 'Closeloop retries later.',
};
