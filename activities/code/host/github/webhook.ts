/** Reads a GitHub webhook delivery as a hint: the code worker asks GitHub before anything follows from it. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import { markedFix } from '../../fix-key.ts';

export interface Delivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The received bytes, which the signature is about. */
  readonly body: Uint8Array;
}

export type Hint =
  | PullHint
  /** A genuine delivery about something else. */
  | { readonly kind: 'ignored'; readonly because: string }
  /** Not signed by GitHub, or not parsable: answer 401. */
  | { readonly kind: 'refused'; readonly because: string };

/** A pull request to check. */
export interface PullHint {
  readonly kind: 'look';
  readonly repository: string;
  readonly number: number;
  readonly branch: string;
  /** Address for people. */
  readonly url: string;
  /** The hidden id in its text, which anybody could write there; null without one. */
  readonly fix: string | null;
}

/**
 * Checks the delivery's HMAC with each of `secrets` (two while one is replaced) and answers which pull request to check.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function hintOf({ headers, body }: Delivery, secrets: readonly string[]): Hint {
  const signature = headers['x-hub-signature-256'];
  if (signature === undefined) return refused('it has no X-Hub-Signature-256');
  if (!secrets.some((secret) => isSignedWith(secret, body, signature)))
    return refused('its signature is not of our secret');
  const event = headers['x-github-event'] ?? '';
  if (event !== 'pull_request') return ignored(`${event || 'it'} is no pull_request event`);
  const parsed = Payload.safeParse(parsedJson(body));
  if (!parsed.success) return refused('its body is not that of a pull_request event');
  const { action, pull_request: pull, repository } = parsed.data;
  if (!RELEVANT_ACTIONS.has(action)) return ignored(`${action} changes nothing for us`);
  return {
    kind: 'look',
    repository: repository.full_name,
    number: pull.number,
    branch: pull.head.ref,
    url: pull.html_url,
    fix: markedFix(pull.body ?? ''),
  };
}

/** Actions that may change a pull request's state, tip or base. */
const RELEVANT_ACTIONS = new Set([
  'closed',
  'reopened',
  'synchronize',
  'edited',
  'converted_to_draft',
]);

const Payload = z.object({
  action: z.string(),
  pull_request: z.object({
    number: z.int().min(1),
    html_url: z.string(),
    body: z.string().nullish(),
    head: z.object({ ref: z.string() }),
  }),
  repository: z.object({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) }),
});

function isSignedWith(secret: string, body: Uint8Array, signature: string): boolean {
  // An empty secret was not configured, and anybody could sign with it.
  if (secret === '') return false;
  const wanted = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function parsedJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function ignored(because: string): Hint {
  return { kind: 'ignored', because };
}

function refused(because: string): Hint {
  return { kind: 'refused', because };
}
