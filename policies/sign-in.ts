/** Which person an identity is: one canonical name per human, whatever the channel. Pure; the rows come from decisions.yaml. */

export interface SignIn {
  /** `ACCOUNT:ROLE`, `*` for any rest: in such a role the session's name is an identity of the person. */
  readonly namedBySession: readonly string[];
  /** The ARN that STS answers → the person. */
  readonly users: Readonly<Record<string, string>>;
  /** A mail address → the person. */
  readonly mails?: Readonly<Record<string, string>>;
  /**
   * The person → all identities: mail addresses, session names, ARNs, `slack:USERID`, `github:LOGIN`. Who is not listed is
   * nobody. Absent or empty: policy says that a name under which somebody signs in is a person of its own.
   */
  readonly people?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The canonical person behind a name, address, ARN, `slack:USERID` or `github:LOGIN`, in any case and Unicode form; null
 * for nobody. Every comparison of two persons compares what this answers for both.
 */
export function personNamed(name: string, signIn: SignIn): string | null {
  const rows = identities(signIn);
  const person = rows.get(identityKey(name));
  // A row may name its person by an address of another row.
  if (person !== undefined) return rows.get(identityKey(person)) ?? person;
  const given = name.trim();
  return given === '' || hasPeople(signIn) ? null : given;
}

/**
 * The person with the ARN that GetCallerIdentity answered; null when decisions.yaml does not name one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function personByIdentity(arn: string, signIn: SignIn): string | null {
  if (identities(signIn).has(identityKey(arn))) return personNamed(arn, signIn);
  const [, account, role, session] = ASSUMED_ROLE.exec(arn) ?? [];
  if (account === undefined || role === undefined || session === undefined) return null;
  const trusted = signIn.namedBySession.some((row) => covers(row, `${account}:${role}`));
  return trusted ? personNamed(session, signIn) : null;
}

/**
 * The person with a chat account: by its user id, else by the address that the chat confirmed. Null for nobody, and where
 * the two are of two people.
 */
export function personByChat(
  { mail, user }: { readonly mail: string; readonly user: string },
  signIn: SignIn,
): string | null {
  const account = `slack:${user}`;
  const rows = identities(signIn);
  if (!rows.has(identityKey(account))) return personNamed(mail.toLowerCase(), signIn);
  const person = personNamed(account, signIn);
  const others = rows.has(identityKey(mail)) && personNamed(mail, signIn) !== person;
  return others ? null : person;
}

/** The accounts of a person in chat and trackers, by which messages mention them: `slack:`, `jira:`, `azure-devops:`. */
export function accountsOf(person: string, signIn: SignIn): readonly string[] {
  const canonical = identityKey(personNamed(person, signIn) ?? person);
  const rows = Object.entries(signIn.people ?? {});
  const [, all = []] = rows.find(([name]) => identityKey(name) === canonical) ?? [];
  return all.filter((identity) => /^(?:slack|jira|azure-devops):/i.test(identity));
}

/** Whether two names are, or may be, one person: also when nobody knows who one of them is. */
export function maybeOnePerson(a: string, b: string, signIn: SignIn): boolean {
  const [first, second] = [personNamed(a, signIn), personNamed(b, signIn)];
  return first === null || second === null || identityKey(first) === identityKey(second);
}

/** Whether two names are surely one person: equal, or with one canonical name. */
export function surelyOnePerson(a: string, b: string, signIn: SignIn): boolean {
  const known = personNamed(a, signIn) !== null && personNamed(b, signIn) !== null;
  return a === b || (known && maybeOnePerson(a, b, signIn));
}

/** Equal for spellings of one identity: case, Unicode form, characters that nobody sees, spaces around. */
export function identityKey(identity: string): string {
  const visible = identity.normalize('NFKC').replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  // Upper case first: it joins letters that have two lower-case forms.
  return visible.toUpperCase().toLowerCase().normalize('NFKC').trim();
}

function hasPeople({ people = {} }: Pick<SignIn, 'people'>): boolean {
  return Object.keys(people).length > 0;
}

/** Key of an identity → the person, as its row writes it. */
function identities({ users, mails = {}, people = {} }: SignIn): ReadonlyMap<string, string> {
  const rows = [
    ...Object.entries(users),
    ...Object.entries(mails),
    ...Object.entries(people).flatMap(([person, all]) =>
      [person, ...all].map((identity): [string, string] => [identity, person]),
    ),
  ];
  return new Map(rows.map(([identity, person]) => [identityKey(identity), person]));
}

const ASSUMED_ROLE = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/;

function covers(row: string, role: string): boolean {
  const parts = row.split('*').map((part) => part.replaceAll(/[.+]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\w+=,.@-]*')}$`).test(role);
}
