/** The principals of the sandbox: static keys of the hub's principals, one administrator an account, and issued sessions. */
import { createHash, randomBytes } from 'node:crypto';

export const HUB_ACCOUNT = '222233334444';
export const HUB_REGION = 'eu-west-1';
/** "payments" and "data". */
export const WORKLOAD_ACCOUNTS = ['111122223333', '444455556666'] as const;
export const REGIONS = ['eu-west-1', 'eu-central-1'] as const;

export const HUB_PRINCIPALS = [
  'closeloop-starter',
  'closeloop-orchestrator',
  'closeloop-runtime',
  'closeloop-closer',
  'closeloop-code',
  'closeloop-audit',
  'closeloop-console',
  'closeloop-slack',
  'closeloop-slack-interactivity',
  'closeloop-tickets',
  'closeloop-tickets-webhook',
  'closeloop-github',
  'closeloop-teams',
] as const;
export type HubPrincipal = (typeof HUB_PRINCIPALS)[number];

export const ADMIN = 'closeloop-admin';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface Principal {
  readonly account: string;
  /** The role's name, for example `closeloop-verify`. */
  readonly name: string;
  readonly session: string;
  readonly credentials: Credentials;
  /** `automation:<execution id>` for what a runbook does. */
  readonly via: string | null;
}

interface Session {
  readonly account: string;
  readonly name: string;
  readonly session: string;
  readonly seconds: number;
  readonly via: string | null;
}

export interface Principals {
  /** Undefined for an unknown key. Expired sessions are found too: the caller answers ExpiredToken. */
  find(accessKeyId: string): Principal | undefined;
  /** Static keys of a hub principal. */
  hub(name: HubPrincipal): Credentials;
  /** An account's administrator, for seeding; throws for an account the sandbox does not have. */
  admin(account: string): Credentials;
  /** New temporary credentials. */
  issue(session: Session): Principal;
  /** Does the sandbox have this account? */
  knows(account: string): boolean;
}

export function createPrincipals(
  accounts: readonly string[] = [HUB_ACCOUNT, ...WORKLOAD_ACCOUNTS],
): Principals {
  const byKey = new Map<string, Principal>();
  const add = (principal: Principal) => byKey.set(principal.credentials.accessKeyId, principal);
  for (const account of accounts) add(fixed(account, ADMIN, account));
  for (const name of HUB_PRINCIPALS) add(fixed(HUB_ACCOUNT, name, staticKeyId(name)));
  const known = (accessKeyId: string) => {
    const principal = byKey.get(accessKeyId);
    if (!principal)
      throw new Error(`The sandbox has no key ${accessKeyId}; it has ${accounts.join(', ')}.`);
    return principal.credentials;
  };
  return {
    find: (accessKeyId) => byKey.get(accessKeyId),
    hub: (name) => known(staticKeyId(name)),
    admin: (account) => known(account),
    issue: (session) => {
      const principal = temporary(session);
      add(principal);
      return principal;
    },
    knows: (account) => accounts.includes(account),
  };
}

export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** As STS GetCallerIdentity shows a role's session. */
export function sessionArn(principal: Principal): string {
  return `arn:aws:sts::${principal.account}:assumed-role/${principal.name}/${principal.session}`;
}

export function isAdmin(principal: Principal): boolean {
  return principal.name === ADMIN;
}

function fixed(account: string, name: string, accessKeyId: string): Principal {
  const credentials = { accessKeyId, secretAccessKey: `sandbox-only-${name}` };
  return { account, name, session: 'sandbox', credentials, via: null };
}

function staticKeyId(name: string): string {
  return `AKIA${shortId(name)}`;
}

/** 16 characters as AWS writes ids, always the same for the same text. */
export function shortId(text: string): string {
  return base32(createHash('sha256').update(text).digest());
}

function temporary({ account, name, session, seconds, via }: Session): Principal {
  const credentials = {
    accessKeyId: `ASIA${base32(randomBytes(16))}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(60).toString('base64'),
    expiration: new Date(Date.now() + seconds * 1000),
  };
  return { account, name, session, credentials, via };
}

function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...bytes.subarray(0, 16)].map((byte) => alphabet.charAt(byte % 32)).join('');
}
