export type Say = (line: string) => void;

export interface Report {
  /** Remembers the newest thing that happened, for the next heartbeat. */
  readonly note: (text: string) => void;
  readonly done: () => void;
  readonly stop: () => void;
}

/** A terminal is watched; a log of a build has to stay short. */
const heartbeatMs = () => (process.stderr.isTTY ? 5_000 : 30_000);

/** Prints what begins, and again and again that it still runs, for how long, and its newest output. */
export function startReport(subject: string, expect: string, say: Say): Report {
  const began = performance.now();
  const elapsed = () => `${Math.round((performance.now() - began) / 1000)} s`;
  let newest = '';
  say(`${subject} … (${expect})`);
  const beat = setInterval(
    () => say(`${subject}: still running after ${elapsed()}${newest && `, ${newest}`}`),
    heartbeatMs(),
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
