import { failure } from '../../../aws/failures.ts';
import type { Languages } from '../languages.ts';
import { isRejection } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { validate } from '../validate.ts';
import type { Accepted, ValidationInput } from '../validate.ts';
import type { Checkov } from './checkov.ts';
import { secondScan } from './second-scan.ts';

export interface ScanDeps {
  readonly languages: Languages;
  /** Absent: no second scanner is asked, and the pull request says so. */
  readonly checkov?: Checkov;
}

export interface Scanned extends Accepted {
  /** For people: what the second scanner answered. */
  readonly secondScan: string;
}

/**
 * Validates an answer, and has Checkov scan what the validator accepts. Throws `Unavailable`, for a retry, where
 * Checkov does not answer: a check that could not run is not a pass.
 */
export async function validateAndScan(
  { languages, checkov }: ScanDeps,
  input: ValidationInput,
): Promise<Scanned | Rejection> {
  const result = await validate(input, languages);
  if (isRejection(result)) return result;
  if (checkov === undefined) return { ...result, secondScan: 'none is configured' };
  const scan = await secondScan(result, checkov);
  if (isRejection(scan)) return scan;
  if (scan.checkov === 'agrees') return { ...result, secondScan: agreement(result) };
  if ('notJudged' in scan.checkov)
    return { ...result, secondScan: `not scanned again: ${scan.checkov.notJudged}` };
  const { unavailable } = scan.checkov;
  throw failure(
    'Unavailable',
    `Checkov was asked about ${result.path} and did not answer: ${unavailable}.`,
  );
}

function agreement({ scan: { wanted, resources } }: Accepted): string {
  const followed = wanted.length > 0 && !resources.some(({ repeated }) => repeated);
  const passes = followed ? ` and ${wanted.join(', ')} pass` : '';
  return `Checkov: nothing fails that did not fail before${passes}`;
}
