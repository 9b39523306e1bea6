import { setTimeout as pause } from 'node:timers/promises';

import { failure } from '../../aws/failures.ts';
import { isConflict } from './map-dynamo-error.ts';

/** `null` means that the condition of the write failed: read again and decide again. */
export type Attempt<T> = () => Promise<{ readonly done: T } | null>;

/** More than any real race needs. */
const MOST_ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 400;

/**
 * Repeats an attempt that reads, decides and writes on condition, after a growing, random pause, until its write
 * succeeds. A conflict of transactions counts as a failed condition. Throws `Throttled` after twenty attempts.
 */
export async function untilWritten<T>(what: string, attempt: Attempt<T>): Promise<T> {
  for (let n = 1; n <= MOST_ATTEMPTS; n += 1) {
    try {
      const result = await attempt();
      if (result !== null) return result.done;
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** n));
  }
  throw failure(
    'Throttled',
    `${what}: others changed the same item ${MOST_ATTEMPTS} times in a row. Nothing was lost; try again.`,
  );
}
