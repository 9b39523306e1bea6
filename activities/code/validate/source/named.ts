import type { Restriction, Wanted } from '../../../../controls/code-change.ts';
import { printable } from '../rejection.ts';

const NOUN = { bucket: 'a log bucket', key: 'a KMS key' } as const;

/** Names by which people mark what somebody still has to fill in. */
const PLACEHOLDER =
  /[<>]|\b(?:your|my|some|example|replace|change|insert|todo|fixme|tbd|placeholder|xxx+)(?:[\W_]|$)|\b(?:replace|change)_?me\b/i;

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text.replaceAll('_', '-')) || PLACEHOLDER.test(text);
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

/** Does the name or description of a variable say that it holds what is wanted? */
export function isDeclaredFor(wanted: Wanted, name: string, description: unknown): boolean {
  const words =
    `${name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')} ${typeof description === 'string' ? description : ''}`.toLowerCase();
  if (/prefix|enabled|retention|days|policy|count|alias_?only/.test(name.toLowerCase()))
    return false;
  if (wanted === 'key') return /kms|cmk|(?:^|_)key(?:_|\b)/.test(words);
  return /bucket/.test(words) && /log|audit|trail|target|dest/.test(words);
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
