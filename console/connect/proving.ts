/** The proof of a decision: a presigned STS GetCallerIdentity of the person who decides. */
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

import { decisionHash, stsOf } from '../../activities/decisions/caller-identity.ts';
import { DECISION_HEADER, LIFETIME } from '../../activities/decisions/presigned.ts';
import type { Proof, Provable } from '../../domain/decision.ts';

/** A proof of exactly this decision, or why there is none. */
type Proved = { readonly proof: Proof } | { readonly proof: null; readonly because: string };

export type Prove = (decision: Provable) => Promise<Proved>;

/** What the SDK signs with; a function that throws where there are none. */
type Credentials = () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}>;

interface SignedAt {
  readonly region: string;
  readonly credentials: Awaited<ReturnType<Credentials>>;
  readonly endpoint?: string;
}

export interface Signing {
  readonly region: string;
  readonly endpoint: string | null;
  readonly credentials: Credentials;
  readonly sign?: typeof presign;
}

/** Signs with the AWS credentials of this terminal. Without any, a decision is only a request. */
export function callerIdentity({ region, endpoint, credentials, sign = presign }: Signing): Prove {
  return async (decision) => {
    const found = await credentials().catch(missing);
    if (found === null) return { proof: null, because: 'there are no AWS credentials here' };
    const where = { region, credentials: found, ...(endpoint === null ? {} : { endpoint }) };
    return { proof: await sign(decision, where) };
  };
}

/** Only their absence is expected: expired or unreadable credentials are an error. */
function missing(error: unknown): null {
  if (error instanceof Error && error.name === 'CredentialsProviderError') return null;
  throw error;
}

/**
 * The query string of a presigned STS GetCallerIdentity that binds this decision: whoever sends it with the header
 * of another decision, or to another address, is refused by STS. It says who signed it and can do nothing else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function presign(
  decision: Provable,
  { region, credentials, endpoint }: SignedAt,
): Promise<Proof> {
  const { protocol, host, hostname } = new URL(endpoint ?? stsOf(region));
  const sha256 = Hash.bind(null, 'sha256');
  const signer = new SignatureV4({ credentials, region, service: 'sts', sha256 });
  const signed = await signer.presign(
    {
      protocol,
      hostname,
      method: 'GET',
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, [DECISION_HEADER]: decisionHash(decision) },
    },
    { expiresIn: LIFETIME / 1000 },
  );
  const query = Object.entries(signed.query ?? {}).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return { kind: 'caller-identity', value: new URLSearchParams(query).toString() };
}
