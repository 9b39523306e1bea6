import type { Restriction, Wanted } from '../../../../controls/code-change.ts';
import { printable } from '../rejection.ts';

const NOUN = { bucket: 'a log bucket', key: 'a KMS key' } as const;

/** Names by which people mark what somebody still has to fill in. */
const PLACEHOLDER =
  /[<>]|\b(?:your|my|some|example|replace|change|insert|todo|fixme|tbd|placeholder|xxx+)(?:[\W_]|$)|\b(?:replace|change)_?me\b/i;

/** What people write for no value, and for a switch. */
const NOTHING =
  /^(?:none|null|nil|n\/?a|no|false|disabled?|undefined|unset|-+|yes|true|on|enabled?)$/i;

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

/** Ends of the sentence why a bucket receives no access logs. https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export const CANNOT_RECEIVE = {
  lock: 'has Object Lock, with which S3 delivers no access logs into it',
  kms: 'encrypts with KMS by default, with which S3 delivers no access logs into it',
  payer: 'lets requesters pay, with which S3 delivers no access logs into it',
} as const;

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
  const said = typeof description === 'string' ? description : '';
  if (words.some((word) => NOT_A_NAME[wanted].has(word)) || SWITCH.test(said)) return false;
  const has = (...wished: readonly string[]) => wished.some((word) => words.includes(word));
  const endsIn = (...heads: readonly string[]) =>
    words.slice(lastOf(words, heads) + 1).every(isTail);
  if (wanted === 'key') {
    if (!has('key', 'kms', 'cmk') || !endsIn('key', 'kms', 'cmk')) return false;
    if (has('kms', 'cmk', 'sse') || /^key(?: arn| id)?$/.test(words.join(' '))) return true;
    return has('encryption', 'master', 'customer') || /\b(?:kms|cmk)\b/i.test(said);
  }
  const forLogs = has(...LOG_WORDS);
  if (has('bucket')) return endsIn('bucket') && (forLogs || LOG_BUCKET.test(said));
  return forLogs && endsIn(...LOG_WORDS) && /\bbucket\b/i.test(said) && !/\barn\b/i.test(said);
}

const LOG_WORDS = ['log', 'logs', 'logging', 'audit', 'trail', 'cloudtrail'];

/** A description of something to turn on or off, or of how much. */
const SWITCH =
  /^\s*(?:whether|if|set (?:this )?to (?:true|false)|enables?|disables?|turns?|number of)\b/i;

/** -1 where none of them stands in the list. */
function lastOf(words: readonly string[], wanted: readonly string[]): number {
  return words.findLastIndex((word) => wanted.includes(word));
}

/** What may stand behind `key` or `bucket` in a name: `log_bucket_encryption` is no bucket, `log_bucket_name_eu` one. */
function isTail(word: string): boolean {
  return TAIL.has(word) || /^\d+$/.test(word);
}

const TAIL = new Set(
  'id arn name alias identifier value ref input param parameter for of the in to from s3 bucket buckets data main default primary target destination dest log logs logging access server audit trail cloudtrail storage eu us ap east west north south central prod production dev staging stage test'.split(
    ' ',
  ),
);

/** Words of a description that speak of a bucket which receives logs. */
const LOG_BUCKET =
  /\b(?:access|server|audit)[ -]?logs?\b|\b(?:log|logs|logging)[ -]?bucket\b|\bfor logs\b|\blog (?:delivery|target|destination)\b/i;

/** Words in names of variables that hold something else about a bucket or a key. */
const ABOUT =
  'prefix suffix enable enabled use uses with is has should allow require create retention days policy count region account tag tags role roles arns ids names';
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

/** An AWS managed key of another service: its policy lets nobody use it through S3. */
export function isKeyOfOtherService(text: string): boolean {
  return /(?:^|:)alias\/aws\/(?!s3$)/.test(text);
}

/** AWS makes this key in every account. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
export function isAwsManagedKey(text: string): boolean {
  return text === 'alias/aws/s3' || /^arn:[\w-]+:kms:[^:]+:[^:]+:alias\/aws\/s3$/.test(text);
}
