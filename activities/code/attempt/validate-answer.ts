import type { FixAuthor } from '../../../domain/code-fix.ts';
import { validateAndScan } from '../validate/checkov/validate-and-scan.ts';
import type { ScanDeps } from '../validate/checkov/validate-and-scan.ts';
import { isRejection, reject } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { Accepted, ValidationInput } from '../validate/validate.ts';
import type { ModelAnswer } from './converse.ts';
import type { EarlierAttempt } from './prompt.ts';

/** A proposed diff that nobody has validated yet. */
export interface Answer extends ModelAnswer {
  readonly author: FixAuthor;
  /** US dollars; absent without configured prices. */
  readonly cost?: number;
  /** Questions of this attempt whose answers were lost with a worker; absent: none. */
  readonly unheard?: number;
}

export async function validateAnswer(
  deps: ScanDeps,
  { text, stopReason }: Pick<ModelAnswer, 'text' | 'stopReason'>,
  input: Omit<ValidationInput, 'answer'>,
): Promise<Accepted | Rejection> {
  if (stopReason === 'max_tokens')
    return reject('ANSWER_TOO_LARGE', 'The answer was cut off at the limit of tokens.');
  return await validateAndScan(deps, { ...input, answer: text });
}

/** What the next attempt is told about this one; null for an accepted answer, and where another cannot help. */
export function feedbackOf(result: Accepted | Rejection): EarlierAttempt | null {
  if (!isRejection(result) || result.follow !== 'retry') return null;
  return { check: result.check, hint: result.hint };
}
