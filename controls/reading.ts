/** One read of AWS as a value, an answer or an error: no failure can be mistaken for "fine". */
import { describeError, withRetries } from './retry.ts';
import type { ErrorFacts, Pause } from './retry.ts';

export type Reading<T> =
  | { readonly answered: true; readonly value: T }
  | { readonly answered: false; readonly error: ErrorFacts };

/** Readings by the name of the AWS operation. */
export type Readings = Readonly<Record<string, Reading<unknown>>>;

/** Calls AWS, again after a transient failure, and returns the answer or the error. */
export async function tryRead<T>(call: () => Promise<T>, pause?: Pause): Promise<Reading<T>> {
  try {
    return { answered: true, value: await withRetries(call, pause) };
  } catch (error) {
    return { answered: false, error: describeError(error) };
  }
}

/** True when AWS answered with one of these error names. */
export function failedWith(reading: Reading<unknown>, ...names: readonly string[]): boolean {
  return !reading.answered && names.includes(reading.error.name);
}

/** For the evidence: the response, or the error's facts. */
export function rawResponse(reading: Reading<unknown>): unknown {
  return reading.answered ? reading.value : { error: reading.error };
}

/** Raw responses by operation, in the order of the calls. */
export function responsesOf(readings: Readings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(readings).map(([name, r]) => [name, rawResponse(r)]));
}

/** For example "GetBucketAcl answered AccessDenied (403): Access Denied". */
export function failureText(operation: string, error: ErrorFacts): string {
  if (error.status === null) {
    return `${operation} got no answer (${error.code ?? error.name}): ${error.message}`;
  }
  return `${operation} answered ${error.name} (${error.status}): ${error.message}`;
}
