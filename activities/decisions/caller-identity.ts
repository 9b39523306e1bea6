import { createHash } from 'node:crypto';

import type { Provable } from '../../domain/decision.ts';
import { decisionText } from '../../domain/decision.ts';
import { failure } from '../aws/failures.ts';
import { DECISION_HEADER, readPresigned } from './presigned.ts';

/** Who signed a decision, or in one sentence why that is not proved. */
export type Signed = { readonly arn: string } | { readonly why: string };

export interface CallerIdentityDeps {
  /** Of an emulator; null: STS of the Region that the signature names. */
  readonly endpoint: string | null;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** SHA-256 in hex of all that the decision says: what its proof binds. */
export function decisionHash(decision: Provable): string {
  return createHash('sha256').update(decisionText(decision)).digest('hex');
}

/**
 * Asks STS who signed this decision: the header is made of the decision as it arrived, so a signature for another
 * one fails there. Throws `Unavailable` when STS could not be asked.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function whoSigned(
  deps: CallerIdentityDeps,
  decision: Provable,
  query: string,
): Promise<Signed> {
  const presigned = readPresigned(query, deps.now());
  if (typeof presigned === 'string') return { why: `the signature is not taken: ${presigned}` };
  const { region } = presigned;
  const answer = await ask(deps, decision, presigned);
  if (answer.status >= 500 || answer.status === 429) {
    throw unreachable(region, `it answered ${answer.status}`);
  }
  const arn = /<Arn>([^<]{20,2048})<\/Arn>/.exec(answer.body)?.[1];
  if (answer.status === 200 && arn !== undefined) return { arn };
  const code = /<Code>([\w.]{1,80})<\/Code>/.exec(answer.body)?.[1] ?? `${answer.status}`;
  return { why: `STS does not confirm the signature (${code}): it is not of this decision` };
}

async function ask(
  { endpoint, fetch: send }: CallerIdentityDeps,
  decision: Provable,
  { region, query }: { readonly region: string; readonly query: string },
): Promise<{ readonly status: number; readonly body: string }> {
  try {
    const response = await send(`${endpoint ?? stsOf(region)}/?${query}`, {
      headers: { [DECISION_HEADER]: decisionHash(decision) },
      // The signature is for this host: nobody else gets it.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, body: (await response.text()).slice(0, LONGEST) };
  } catch (error) {
    throw unreachable(region, error instanceof Error ? error.message : String(error));
  }
}

const PATIENCE = 5_000;
const LONGEST = 20_000;

/** https://docs.aws.amazon.com/general/latest/gr/sts.html; China has a domain of its own. */
export function stsOf(region: string): string {
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function unreachable(region: string, why: string): Error {
  return failure(
    'Unavailable',
    `Tried to ask STS in ${region} who signed the decision: ${why}. It is tried again.`,
  );
}
