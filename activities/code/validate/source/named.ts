import type { Restriction, Wanted } from '../../../../controls/code-change.ts';
import { printable } from '../rejection.ts';

const NOUN = { bucket: 'a log bucket', key: 'a KMS key' } as const;

/** Names by which people mark what somebody still has to fill in. */
const PLACEHOLDER =
  /[<>]|\b(?:your|my|some|example|replace|change|insert|todo|fixme|tbd|placeholder|xxx+)(?:[\W_]|$)|\b(?:replace|change)_?me\b/i;

/** What people write for no value. */
const NOTHING = /^(?:none|null|nil|n\/?a|no|false|disabled?|undefined|unset|-+)$/i;

export function isPlaceholder(text: string): boolean {
  return (
    NOTHING.test(text) || PLACEHOLDER.test(text.replaceAll('_', '-')) || PLACEHOLDER.test(text)
  );
}

/** The name that nothing in the file has. */
export function madeUp(wanted: Wanted, text: string): Restriction {
  const reason = `The answer names ${NOUN[wanted]}, ${printable(text)}, that the file does not know.`;
  return { code: 'UNDEFINED_REFERENCE', reason };
}

/** A name put together from parts, so that no file has it. */
export function composed(wanted: Wanted): Restriction {
  const reason = `The answer puts the name of ${NOUN[wanted]} together from parts instead of referring to one.`;
  return { code: 'COMPOSED_VALUE', reason };
}

export function wrongKind(wanted: Wanted, text: string): Restriction {
  const what = wanted === 'bucket' ? 'the name of a bucket' : 'an enabled symmetric KMS key';
  return { code: 'WRONG_REFERENCE', reason: `${printable(text)} is not ${what}.` };
}

export function mayNotExist(text: string): Restriction {
  const reason = `${printable(text)} does not exist for every instance of the block that needs it.`;
  return { code: 'WRONG_REFERENCE', reason };
}

export function notProvable(wanted: Wanted): Restriction {
  return {
    code: 'NOT_PROVABLE',
    reason: `The file does not show that the value is ${NOUN[wanted]}.`,
  };
}

export function unsuited(address: string, why: string): Restriction {
  return { code: 'UNSUITED_LOG_BUCKET', reason: `${printable(address)} ${why}.` };
}

export function logsToItself(): Restriction {
  return { code: 'LOG_LOOP', reason: 'The bucket would write its access logs to itself.' };
}

export function logCircle(address: string): Restriction {
  const reason = `${printable(address)} writes its own access logs to the bucket, so logs would be logged.`;
  return { code: 'LOG_LOOP', reason };
}

/** Does the name of a variable, or its description, say that it holds what is wanted? */
export function isDeclaredFor(wanted: Wanted, name: string, description: unknown): boolean {
  const words = wordsOf(name);
  if (words.some((word) => NOT_A_NAME[wanted].has(word))) return false;
  const said = typeof description === 'string' ? description : '';
  const has = (...wished: readonly string[]) => wished.some((word) => words.includes(word));
  if (wanted === 'key') {
    if (has('kms', 'cmk', 'sse') || /^key(?: arn| id)?$/.test(words.join(' '))) return true;
    return has('key') && (has('encryption', 'master', 'customer') || /\b(?:kms|cmk)\b/i.test(said));
  }
  const forLogs = has('log', 'logs', 'logging', 'audit', 'trail', 'cloudtrail');
  if (has('bucket')) return forLogs || LOG_BUCKET.test(said);
  return forLogs && /\bbucket\b/i.test(said) && !/\barn\b/i.test(said);
}

/** Words of a description that speak of a bucket which receives logs. */
const LOG_BUCKET =
  /\b(?:access|server|audit)[ -]?logs?\b|\b(?:log|logs|logging)[ -]?bucket\b|\bfor logs\b|\blog (?:delivery|target|destination)\b/i;

/** Words in names of variables that hold something else about a bucket or a key. */
const ABOUT =
  'prefix suffix enable enabled create retention days policy count region account tag tags role roles arns ids names';
const NOT_A_NAME: Readonly<Record<Wanted, ReadonlySet<string>>> = {
  bucket: new Set(
    `${ABOUT} arn domain url uri endpoint acl class key kms lifecycle force versioning path expiration zone`.split(
      ' ',
    ),
  ),
  key: new Set(
    `${ABOUT} usage spec deletion window description user users admin admins administrators owner owners grant grants principal principals service services file pair ssh api access public private secret signing rotation rotate period multi`.split(
      ' ',
    ),
  ),
};

/** `KMSKeyArn` and `kms_key_arn` as kms, key, arn. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .split(/[\s_-]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
}

/** A key's id or ARN, or an alias, as text. */
export function isKeyText(text: string): boolean {
  return (
    /^arn:[\w-]+:kms:[\w-]+:\d{12}:(?:key|alias)\/[\w/-]+$/.test(text) ||
    /^alias\/[\w/-]+$/.test(text) ||
    /^(?:mrk-)?[0-9a-f-]{32,36}$/.test(text)
  );
}

/** AWS makes this key in every account. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
export function isAwsManagedKey(text: string): boolean {
  return text === 'alias/aws/s3' || /^arn:[\w-]+:kms:[^:]+:[^:]+:alias\/aws\/s3$/.test(text);
}
