import { createHash } from 'node:crypto';

import type { Provable } from '../../domain/decision.ts';
import { decisionText } from '../../domain/decision.ts';
import { failure } from '../aws/failures.ts';
import { DECISION_HEADER, readPresigned } from './presigned.ts';

/** Who signed a decision, or one sentence why no proof shows it. */
export type Signed = { readonly arn: string } | { readonly why: string };

export interface CallerIdentityDeps {
  /** Of an emulator; null: STS of the Region that the signature names. */
  readonly endpoint: string | null;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** SHA-256 in hex of the decision's text, which its proof binds. */
export function decisionHash(decision: Provable): string {
  return createHash('sha256').update(decisionText(decision)).digest('hex');
}

/**
 * Asks STS who signed this decision. The header is computed from the decision as it arrived, so STS refuses a
 * signature of another one. Throws `Unavailable` when STS cannot be reached.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function whoSigned(
  deps: CallerIdentityDeps,
  decision: Provable,
  query: string,
): Promise<Signed> {
  const presigned = readPresigned(query, deps.now());
  if (typeof presigned === 'string') return { why: `the signature is not accepted: ${presigned}` };
  const { region } = presigned;
  const answer = await callSts(deps, decision, presigned);
  if (answer.status >= 500 || answer.status === 429) {
    throw unreachable(region, `it answered ${answer.status}`);
  }
  const arn = /<Arn>([^<]{20,2048})<\/Arn>/.exec(answer.body)?.[1];
  if (answer.status === 200 && arn !== undefined) return { arn };
  const code = /<Code>([\w.]{1,80})<\/Code>/.exec(answer.body)?.[1] ?? `${answer.status}`;
  return { why: `STS does not confirm the signature (${code}): it is not of this decision` };
}

async function callSts(
  { endpoint, fetch: send }: CallerIdentityDeps,
  decision: Provable,
  { region, query }: { readonly region: string; readonly query: string },
): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const response = await send(`${endpoint ?? stsOf(region)}/?${query}`, {
      headers: { [DECISION_HEADER]: decisionHash(decision) },
      // The signature is for this host: no other one may get it.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    return { status: response.status, body: (await response.text()).slice(0, LONGEST) };
  } catch (error) {
    throw unreachable(region, error instanceof Error ? error.message : String(error));
  }
}

const TIMEOUT = 5_000;
const LONGEST = 20_000;

/** https://docs.aws.amazon.com/general/latest/gr/sts.html; China has a domain of its own. */
export function stsOf(region: string): string {
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function unreachable(region: string, why: string): Error {
  return failure(
    'Unavailable',
    `Tried to ask STS in ${region} who signed the decision: ${why}. Closeloop tries again.`,
  );
}
