import { createHmac } from 'node:crypto';

import { isSameSecret } from '../../same-secret.ts';

/** A request as it came: the signature is over these bytes. Names of headers in lower case. */
export interface Signed {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** An older request may be a recorded one. Seconds. */
const MOST_AGE = 300;

/**
 * Null, or in one sentence why it did not come from Slack. `now` in epoch milliseconds.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signatureProblem(
  { headers, body }: Signed,
  { secret, now }: { readonly secret: string; readonly now: number },
): string | null {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const given = headers['x-slack-signature'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return 'it has no timestamp';
  const age = Math.abs(now / 1000 - Number(timestamp));
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  if (!isSameSecret(given, `v0=${mac}`))
    return 'its signature was not made with our signing secret';
  return age > MOST_AGE ? `it is ${Math.round(age)} seconds old` : null;
}
