/** Checks the query string of a presigned STS GetCallerIdentity. Pure. */

/** The header that the signature covers: SHA-256 of the decision's text, in hex. */
export const DECISION_HEADER = 'x-closeloop-decision';

/** STS accepts no older signature, and neither do we. Milliseconds. */
export const LIFETIME = 15 * 60_000;
/** The signer's clock may be ahead by so much. */
const AHEAD = 5 * 60_000;

/** A request that may be sent to STS as it is. */
export interface Presigned {
  readonly region: string;
  readonly query: string;
}

/**
 * The request, when it is a GetCallerIdentity and nothing else: each parameter is a known one and present once, and
 * the signature covers the host and our header. Otherwise one sentence why not: a worker sends no other request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function readPresigned(query: string, now: number): Presigned | string {
  const parameters = [...new URLSearchParams(query)];
  const given = new Map(parameters);
  if (given.size !== parameters.length) return 'a parameter is in it twice';
  const foreign = [...given.keys()].find((name) => !KNOWN.has(name));
  if (foreign !== undefined) return `it has a parameter ${foreign.slice(0, 60)}`;
  const odd = Object.entries(FIXED).find(([name, value]) => given.get(name) !== value);
  if (odd !== undefined) return `its ${odd[0]} is not ${odd[1]}`;
  const scope = SCOPE.exec(given.get('X-Amz-Credential') ?? '');
  const [, region] = scope ?? [];
  if (region === undefined) return 'its X-Amz-Credential is not for STS in a Region';
  const at = signedAt(given.get('X-Amz-Date') ?? '');
  if (Number.isNaN(at)) return 'its X-Amz-Date is no time';
  if (at > now + AHEAD) return 'it was signed in the future: check the clock of the terminal';
  if (at + LIFETIME < now) return 'it was signed more than 15 minutes ago: decide again';
  return { region, query: new URLSearchParams(parameters).toString().replaceAll('+', '%20') };
}

const FIXED: Readonly<Record<string, string>> = {
  Action: 'GetCallerIdentity',
  Version: '2011-06-15',
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-SignedHeaders': `host;${DECISION_HEADER}`,
};

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(FIXED),
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
]);

const SCOPE = /^\w{16,128}\/\d{8}\/([a-z]{2,}(?:-[a-z]+)+-\d+)\/sts\/aws4_request$/;

function signedAt(stamp: string): number {
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return iso === stamp ? Number.NaN : Date.parse(iso);
}
