/** Checks AWS Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { WireRequest } from './wire.ts';

/** What a request says about its signer, from the Authorization header or a presigned query. */
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

export function signatureMatches(
  request: WireRequest,
  signature: Signature,
  secretAccessKey: string,
): boolean {
  const scope = `${signature.date}/${signature.region}/${signature.signingName}/aws4_request`;
  const toSign = [
    'AWS4-HMAC-SHA256',
    timestamp(request, signature),
    scope,
    sha256(canonicalRequest(request, signature)),
  ].join('\n');
  const key = [signature.region, signature.signingName, 'aws4_request'].reduce(
    (parent, part) => hmac(parent, part),
    hmac(`AWS4${secretAccessKey}`, signature.date),
  );
  const expected = hmac(key, toSign);
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** True when a presigned request is past its X-Amz-Expires. */
export function presignExpired(request: WireRequest, now: number): boolean {
  const stamp = request.query.get('X-Amz-Date') ?? '';
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const lifetime = Number(request.query.get('X-Amz-Expires') ?? '900') * 1000;
  return !(Date.parse(iso) + lifetime >= now);
}

function fromHeader(header: string): Signature | null {
  const field = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1] ?? '';
  return assemble(field('Credential'), field('SignedHeaders'), field('Signature'), false);
}

function fromQuery(query: URLSearchParams): Signature | null {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  return assemble(field('Credential'), field('SignedHeaders'), field('Signature'), true);
}

function assemble(
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

function timestamp(request: WireRequest, signature: Signature): string {
  const value = signature.presigned
    ? request.query.get('X-Amz-Date')
    : request.headers['x-amz-date'];
  return value ?? '';
}

function canonicalRequest(request: WireRequest, signature: Signature): string {
  const headers = signature.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`,
  );
  return [
    request.method,
    canonicalPath(request.path, signature.signingName),
    canonicalQuery(request.search),
    headers.join(''),
    signature.signedHeaders.join(';'),
    payloadHash(request, signature),
  ].join('\n');
}

/** S3 signs the path as sent; every other service signs it encoded once more. */
function canonicalPath(path: string, signingName: string): string {
  return signingName === 's3' ? path : path.split('/').map(encode).join('/');
}

function canonicalQuery(search: string): string {
  return search
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('X-Amz-Signature='))
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return `${encode(decodeURIComponent(name))}=${encode(decodeURIComponent(value.join('=')))}`;
    })
    .toSorted()
    .join('&');
}

function payloadHash(request: WireRequest, signature: Signature): string {
  const claimed = request.headers['x-amz-content-sha256'];
  if (claimed) return claimed;
  const unsigned = signature.presigned && signature.signingName === 's3';
  return unsigned ? 'UNSIGNED-PAYLOAD' : sha256(request.body);
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
