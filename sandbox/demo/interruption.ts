/** Who may end the demo before its end: Ctrl-C, `kill`, a closed terminal, and the end of npm. */
import { constants } from 'node:os';

export interface Ended {
  /** For a sentence: "ended by …". */
  readonly by: string;
  /** 128 and the signal's number, as shells and other programs have it. */
  readonly exitCode: number;
}

const SIGNALS = { SIGINT: 'Ctrl-C (SIGINT)', SIGTERM: 'SIGTERM', SIGHUP: 'SIGHUP' } as const;
const POLL_MS = 300;

/**
 * Watches from now on. Only the first interruption counts: one Ctrl-C can arrive twice, from the terminal and from npm,
 * and what it started lasts less than a person needs to be impatient.
 */
export function interruption(): {
  readonly first: Promise<Ended>;
  /** The first, where there was one. */
  readonly now: () => Ended | null;
} {
  let ended: Ended | null = null;
  const { promise: first, resolve } = Promise.withResolvers<Ended>();
  const end = (by: string, signal: keyof typeof SIGNALS) => {
    ended ??= { by, exitCode: 128 + constants.signals[signal] };
    resolve(ended);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => end(SIGNALS[name], name));
  watchNpm(() => end('the end of npm', 'SIGHUP'));
  // Where the terminal has gone, there is nobody to write to.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return { first, now: () => ended };
}

/** An npm that is killed takes its script's process along only by some signals. */
function watchNpm(end: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, POLL_MS).unref();
}
