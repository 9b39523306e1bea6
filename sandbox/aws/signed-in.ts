import { HUB_ACCOUNT } from './gateway/principals.ts';
import type { SandboxAws } from './sandbox-aws.ts';

/** The variables of a person's terminal, as an identity provider lets people into a role: the session bears their name. */
export function signedIn({ gateway }: SandboxAws, session: string): Record<string, string> {
  const role = { account: HUB_ACCOUNT, name: 'closeloop-console', via: null };
  const { credentials } = gateway.principals.issue({ ...role, session, seconds: WORKING_DAY });
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
  };
}

const WORKING_DAY = 12 * 3600;
