import type { Attempts, RememberedAttempt } from '../../activities/ledger/code-fix/attempts.ts';

/** Attempts of one lifecycle and episode, in memory. */
export function memoryAttempts(): Attempts {
  const all = new Map<number, RememberedAttempt>();
  const change = (number: number, changes: Partial<RememberedAttempt>): RememberedAttempt => {
    const none = { episode: 1, number, author: { kind: 'control' }, begunAt: '' } as const;
    const fresh = { ...none, calls: 0, refused: 0, heard: null, judged: null };
    const changed = { ...(all.get(number) ?? fresh), ...changes };
    all.set(number, changed);
    return changed;
  };
  return {
    begin: async ({ number }, { author, at }) => {
      const { calls, heard, begunAt } = change(number, { author });
      const begun = heard === null ? { calls: calls + 1, begunAt: begunAt || at } : {};
      return await Promise.resolve(change(number, begun));
    },
    countRefusal: async ({ number }) => {
      change(number, { refused: change(number, {}).refused + 1 });
      await Promise.resolve();
    },
    recordAnswer: async ({ number }, heard) => {
      const first = change(number, {}).heard ?? heard;
      change(number, { heard: first });
      return await Promise.resolve(first);
    },
    recordJudgement: async ({ number }, about) => {
      change(number, about);
      await Promise.resolve();
    },
    attempts: async () => await Promise.resolve([...all.values()]),
  };
}
