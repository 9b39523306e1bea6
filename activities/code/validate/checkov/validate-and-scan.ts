import { failure } from '../../../aws/failures.ts';
import type { Languages } from '../languages.ts';
import { isRejection } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { validate } from '../validate.ts';
import type { Accepted, ValidationInput } from '../validate.ts';
import type { Checkov } from './checkov.ts';
import { secondOpinion } from './second-scan.ts';

export interface JudgeDeps {
  readonly languages: Languages;
  /** Absent: no second scanner is asked, and the pull request says so. */
  readonly checkov?: Checkov;
}

export interface Judged extends Accepted {
  /** What the second scanner made of it, for people. */
  readonly secondScan: string;
}

/**
 * The validator's verdict, and Checkov's about what that accepts. Throws `Unavailable`, to be tried again, where
 * Checkov is asked and does not answer: a check that could not run is no pass.
 */
export async function judge(
  { languages, checkov }: JudgeDeps,
  input: ValidationInput,
): Promise<Judged | Rejection> {
  const result = await validate(input, languages);
  if (isRejection(result)) return result;
  if (checkov === undefined) return { ...result, secondScan: 'no second scanner was asked' };
  const opinion = await secondOpinion(result, checkov);
  if (isRejection(opinion)) return opinion;
  if (opinion.checkov === 'agrees') return { ...result, secondScan: agreed(result) };
  if ('notJudged' in opinion.checkov)
    return { ...result, secondScan: `not scanned again: ${opinion.checkov.notJudged}` };
  const { unavailable } = opinion.checkov;
  throw failure(
    'Unavailable',
    `Checkov was asked about ${result.path} and said nothing: ${unavailable}.`,
  );
}

function agreed({ scan: { wanted, resources } }: Accepted): string {
  const followed = wanted.length > 0 && !resources.some(({ repeated }) => repeated);
  const passes = followed ? ` and ${wanted.join(', ')} pass` : '';
  return `Checkov: nothing fails that did not fail before${passes}`;
}
