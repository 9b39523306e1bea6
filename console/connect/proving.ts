/** The proof of a decision: a presigned STS GetCallerIdentity of the person who decides. */
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

/** Signs a presigned STS GetCallerIdentity that binds the decision. */
export type Sign = (
  decision: Provable,
  at: {
    readonly region: string;
    readonly credentials: Awaited<ReturnType<Credentials>>;
    readonly endpoint?: string;
  },
) => Proof | Promise<Proof>;

export interface Signing {
  readonly region: string;
  readonly endpoint: string | null;
  readonly credentials: Credentials;
  readonly sign: Sign;
}

/** Signs with the AWS credentials of this terminal. Without any, a decision is only a request. */
export function callerIdentity({ region, endpoint, credentials, sign }: Signing): Prove {
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
