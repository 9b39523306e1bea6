import { HUB_ACCOUNT } from './gateway/principals.ts';
import type { SandboxAws } from './sandbox-aws.ts';

/** The variables of a person's terminal, as after signing in through an identity provider: the role session has their name. */
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
