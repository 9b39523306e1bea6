/** The AWS identity of this terminal, and the person it belongs to. */
import type { Env } from './env.ts';

/** A person waits at the terminal. */
export const TIMES = {
  connectionTimeout: 3_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
};

/** Throws what the SDK throws without credentials or network. */
export async function awsIdentity({ region }: Pick<Env, 'region'>): Promise<{
  readonly arn: string | null;
  readonly account: string | null;
}> {
  const { STS } = await import('@aws-sdk/client-sts');
  const sts = new STS({ region, maxAttempts: 1, requestHandler: TIMES });
  try {
    const { Arn = null, Account = null } = await sts.getCallerIdentity({});
    return { arn: Arn, account: Account };
  } finally {
    sts.destroy();
  }
}

/** Who is signed in to AWS. */
export interface Identity {
  /** As GetCallerIdentity answers it; null where nobody is signed in. */
  readonly arn: string | null;
  /** The person, as `sign_in` of decisions.yaml names it; null where it names nobody. */
  readonly person: string | null;
}

/** This is only a name: decisions are signed, and checked by the worker that receives them. */
export async function signedInIdentity(
  env: Pick<Env, 'region' | 'policiesDir'>,
): Promise<Identity> {
  const arn = await awsIdentity(env).then(
    (identity) => identity.arn,
    // Without credentials or network nobody is signed in; a command that needs AWS says so itself.
    () => null,
  );
  if (arn === null) return { arn, person: null };
  const { loadPolicies } = await import('../../policies/load.ts');
  const { personByIdentity } = await import('../../policies/sign-in.ts');
  const { decisions } = await loadPolicies(env.policiesDir);
  return { arn, person: personByIdentity(arn, decisions.signIn) };
}
