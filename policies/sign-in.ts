/** Which person a verified AWS identity is. Pure; the rows come from decisions.yaml. */

export interface SignIn {
  /** `ACCOUNT:ROLE`, `*` for any rest: in such a role the session's name is the person. */
  readonly namedBySession: readonly string[];
  /** The ARN that STS answers → the person. */
  readonly users: Readonly<Record<string, string>>;
  /** A mail address that the chat confirmed → the person; absent: the address itself is the person. */
  readonly mails?: Readonly<Record<string, string>>;
}

/** The person with a confirmed mail address: as a row says, else the address itself, because tables may name people so. */
export function personByMail(mail: string, { mails = {} }: SignIn): string {
  const address = mail.toLowerCase();
  const row = Object.entries(mails).find(([from]) => from.toLowerCase() === address);
  return row?.[1] ?? address;
}

/**
 * The person with the ARN that GetCallerIdentity answered; null when decisions.yaml does not name one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function personByIdentity(arn: string, { namedBySession, users }: SignIn): string | null {
  const named = Object.hasOwn(users, arn) ? users[arn] : undefined;
  if (named !== undefined) return named;
  const [, account, role, session] = ASSUMED_ROLE.exec(arn) ?? [];
  if (account === undefined || role === undefined || session === undefined) return null;
  const trusted = namedBySession.some((row) => covers(row, `${account}:${role}`));
  return trusted ? session : null;
}

const ASSUMED_ROLE = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;

function covers(row: string, role: string): boolean {
  const parts = row.split('*').map((part) => part.replaceAll(/[.+]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\w+=,.@-]*')}$`).test(role);
}
