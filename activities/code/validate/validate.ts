import type { Accepted, ValidationInput } from './judge-answer.ts';
import type { Languages } from './languages.ts';
import { reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';

export type { Accepted, ScannedResource, ScanRequest, ValidationInput } from './judge-answer.ts';

/** As `judgeAnswer`, in the thread that can be ended: what takes too long there is not judged. */
export async function validate(
  input: ValidationInput,
  languages: Languages,
): Promise<Accepted | Rejection> {
  const judged = await languages.run('validate', input);
  return 'ended' in judged ? reject('TOO_SLOW', judged.ended) : judged.output;
}
