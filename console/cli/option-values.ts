/** Values of options, checked before anything is connected: commander reports a wrong one as wrong usage. */
import { InvalidArgumentError } from 'commander';

/** As long as a lifecycle accepts it: workflows/message-shapes.ts. */
const MOST_WORDS = 2_000;
const MOST_NAME = 200;

/** A reason, evidence: anything but empty. */
export function reasonText(text: string): string {
  return atMost(MOST_WORDS, notEmpty(text));
}

/** The name of a person or a team: one line of visible characters, given once. `before`: what an earlier one said. */
export function singleLine(text: string, before?: string): string {
  // Commander would take the last one without a word, and answer for it alone.
  if (before !== undefined)
    throw new InvalidArgumentError(`It was given twice, as ${before} before: give it once.`);
  if (/[\p{Cc}\p{Cf}]/u.test(text)) {
    throw new InvalidArgumentError('It has invisible characters.');
  }
  return atMost(MOST_NAME, notEmpty(text)).trim();
}

/** The hash of a document, whole: a part of it could be of two. */
export function documentHashOption(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected the whole hash: 64 digits and letters from a to f.');
}

const QUEUE = arn('sqs', String.raw`[\w-]{1,80}`);
const FUNCTION = arn('lambda', String.raw`function:[\w-]{1,64}(?::[\w$-]{1,128})?`);

/** Where EventBridge rules deliver: a Lambda function (with or without alias) or a standard queue. */
export function deliveryTarget(given: string): string {
  if (FUNCTION.test(given) || QUEUE.test(given)) return given;
  throw new InvalidArgumentError(
    'Expected arn:aws:lambda:REGION:ACCOUNT:function:NAME or arn:aws:sqs:REGION:ACCOUNT:NAME (no FIFO queue).',
  );
}

/** EventBridge takes only a standard queue: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function deadLetterQueue(given: string): string {
  if (QUEUE.test(given)) return given;
  throw new InvalidArgumentError('Expected arn:aws:sqs:REGION:ACCOUNT:NAME (no FIFO queue).');
}

function notEmpty(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is empty.');
}

function atMost(most: number, text: string): string {
  if (text.length <= most) return text;
  throw new InvalidArgumentError(`It has ${text.length} characters; at most ${most} are allowed.`);
}

function arn(service: string, resource: string): RegExp {
  return new RegExp(`^arn:aws[a-z-]*:${service}:[a-z]{2,}(?:-[a-z]+)+-\\d+:\\d{12}:${resource}$`);
}
