/** Checks AWS Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { timingSafeEqual } from 'node:crypto';

import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

import type { WireRequest } from './wire.ts';

/** The signature of a request, from its Authorization header or its presigned query. */
export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly signingName: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly presigned: boolean;
}

/** Null for an unsigned request. */
export function readSignature(request: WireRequest): Signature | null {
  const header = request.headers['authorization'];
  if (header?.startsWith('AWS4-HMAC-SHA256')) return fromHeader(header);
  if (request.query.get('X-Amz-Signature')) return fromQuery(request.query);
  return null;
}

/** Signs the request again with the caller's secret and compares the signatures in constant time. */
export async function signatureMatches(
  request: WireRequest,
  signature: Signature,
  secretAccessKey: string,
): Promise<boolean> {
  if (Number.isNaN(signingTime(request))) return false;
  const expected = Buffer.from(await signAgain(request, signature, secretAccessKey), 'hex');
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function signAgain(
  request: WireRequest,
  { accessKeyId, region, signingName, signedHeaders, presigned }: Signature,
  secretAccessKey: string,
): Promise<string> {
  const isS3 = signingName === 's3';
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service: signingName,
    sha256: Hash.bind(null, 'sha256'),
    // S3 signs the path as sent; every other service signs it encoded once more.
    uriEscapePath: !isS3,
    applyChecksum: false,
  });
  const headers = signedHeaders.map((name) => [name, request.headers[name] ?? '']);
  const unsigned = {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path: request.path,
    query: Object.fromEntries(
      [...new Set(request.query.keys())].map((name) => [name, request.query.getAll(name)]),
    ),
    headers: Object.fromEntries(headers),
    // What is no text and no bytes is signed as UNSIGNED-PAYLOAD, as S3's presigned requests are.
    body: presigned && isS3 ? {} : request.body,
  };
  const names = new Set(signedHeaders);
  const options = { signingDate: new Date(signingTime(request)), signableHeaders: names };
  if (!presigned) {
    const signed = await signer.sign(unsigned, options);
    return fromHeader(signed.headers['authorization'] ?? '')?.signature ?? '';
  }
  const more = { expiresIn: lifetime(request), unhoistableHeaders: names };
  const { query = {} } = await signer.presign(unsigned, { ...options, ...more });
  return String(query['X-Amz-Signature']);
}

/** True when a presigned request is past its X-Amz-Expires. */
export function presignExpired(request: WireRequest, now: number): boolean {
  return !(signingTime(request) + lifetime(request) * 1000 >= now);
}

/** Seconds. */
function lifetime({ query }: WireRequest): number {
  return Number(query.get('X-Amz-Expires') ?? '900');
}

/** Epoch milliseconds; NaN for what is no time. */
function signingTime({ query, headers }: WireRequest): number {
  const stamp = query.get('X-Amz-Date') ?? headers['x-amz-date'] ?? '';
  return Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}

function fromHeader(header: string): Signature | null {
  const field = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1] ?? '';
  return signatureOf(field('Credential'), field('SignedHeaders'), field('Signature'), false);
}

function fromQuery(query: URLSearchParams): Signature | null {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  return signatureOf(field('Credential'), field('SignedHeaders'), field('Signature'), true);
}

function signatureOf(
  credential: string,
  signedHeaders: string,
  signature: string,
  presigned: boolean,
): Signature | null {
  const [accessKeyId, date, region, signingName] = credential.split('/');
  if (!accessKeyId || !date || !region || !signingName) return null;
  const headers = signedHeaders.split(';');
  return { accessKeyId, date, region, signingName, signedHeaders: headers, signature, presigned };
}
