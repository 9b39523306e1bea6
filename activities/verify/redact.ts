/** Turns SDK responses into plain JSON values without credentials, so that evidence can be kept for years. */

const REDACTED = '[REDACTED]';

/** Compared without case: headers spell them in lower case, JSON protocols in camel case. */
const SECRET = new Set(['accesskeyid', 'secretaccesskey', 'sessiontoken', 'authorization']);

/**
 * A copy with only JSON's types: dates as ISO 8601, bytes as base64, anything that is no plain data by the
 * name of its class. The values of AccessKeyId, SecretAccessKey, SessionToken and Authorization, at any
 * depth, become `[REDACTED]`.
 */
export function redact(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redact(item) ?? null);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (!isPlain(value)) return `[${value.constructor.name}]`;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    SECRET.has(name.toLowerCase()) ? REDACTED : redact(member),
  ]);
  return Object.fromEntries(members);
}

/** A stream or a client has methods and cycles; data has neither. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
