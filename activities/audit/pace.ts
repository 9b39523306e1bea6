import { setTimeout } from 'node:timers/promises';

/** Waits until the next call of that operation may be made. */
export type Pace = (operation: keyof typeof BETWEEN_MS) => Promise<void>;

/**
 * Milliseconds between two calls: half of what an account may do in a Region, because other workers and people ask too.
 * https://docs.aws.amazon.com/general/latest/gr/sechub.html
 */
const BETWEEN_MS = { GetFindings: 700, GetFindingHistory: 200 } as const;

/** `pause` is for tests. */
export function pacer(pause: (milliseconds: number) => Promise<unknown> = setTimeout): Pace {
  const next = { GetFindings: 0, GetFindingHistory: 0 };
  return async (operation) => {
    const now = Date.now();
    const at = Math.max(next[operation], now);
    next[operation] = at + BETWEEN_MS[operation];
    if (at > now) await pause(at - now);
  };
}
