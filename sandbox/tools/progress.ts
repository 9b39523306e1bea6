export type Say = (line: string) => void;

export interface Report {
  /** Remembers the newest thing that happened, for the next heartbeat. */
  readonly note: (text: string) => void;
  readonly done: () => void;
  readonly stop: () => void;
}

const HEARTBEAT_MS = 5_000;

/** Says what begins, then every few seconds that it still runs, for how long, and what it did last. */
export function startReport(subject: string, expect: string, say: Say): Report {
  const began = performance.now();
  const elapsed = () => `${Math.round((performance.now() - began) / 1000)} s`;
  let newest = '';
  say(`${subject} … (${expect})`);
  const beat = setInterval(
    () => say(`${subject}: still at it after ${elapsed()}${newest && `, ${newest}`}`),
    HEARTBEAT_MS,
  );
  return {
    note: (text) => {
      const plain = text.replace(/^\[INFO\]|-{3,}/gu, '').trim();
      if (plain !== '') newest = plain.slice(0, 100);
    },
    done: () => say(`${subject}: done in ${elapsed()}`),
    stop: () => clearInterval(beat),
  };
}
