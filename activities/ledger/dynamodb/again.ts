import { setTimeout as pause } from 'node:timers/promises';

import { failure, isConditionFailed, isConflict } from './failure.ts';

/** `null` from an attempt means that somebody was faster: read again and decide anew. */
export type Attempt<T> = () => Promise<{ readonly done: T } | null>;

/** More than any real race needs; then it is a load problem, which time heals. */
const MOST_ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 400;

/**
 * Reads, decides and writes on condition until the write holds. A failed condition is tried again at once, a
 * conflict of transactions after a growing, random pause. Throws `Throttled` after twenty attempts.
 */
export async function untilWritten<T>(what: string, attempt: Attempt<T>): Promise<T> {
  for (let n = 1; n <= MOST_ATTEMPTS; n += 1) {
    try {
      const result = await attempt();
      if (result !== null) return result.done;
    } catch (error) {
      if (!isConflict(error) && !isConditionFailed(error)) throw error;
    }
    await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** n));
  }
  throw failure(
    'Throttled',
    `${what}: others changed the same item ${MOST_ATTEMPTS} times in a row. Nothing was lost; try again.`,
  );
}
