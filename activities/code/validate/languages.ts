import type { JobName, Jobs } from '../judge/jobs.ts';
import { startJudgeThread } from '../judge/thread.ts';
import type { Done, JudgeThread } from '../judge/thread.ts';

/**
 * Everything that understands files which others wrote, in a thread of its own: one that takes longer than its limit is
 * ended, and the next job gets a new one.
 */
export interface Languages {
  /** Starts to load the parsers for a file of this name, while the caller loads other things. */
  readonly prepare: (path: string) => void;
  /** One job after the other. Rejects where a job fails by a fault of ours. */
  readonly run: <Name extends JobName>(
    name: Name,
    input: Jobs[Name]['input'],
  ) => Promise<Done<Jobs[Name]['output']>>;
  readonly close: () => Promise<void>;
}

/** Started on first use; `close` ends the thread. */
export function openLanguages(limitMs = LIMIT_MS): Languages {
  let thread: JudgeThread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const drop = async () => {
    const lost = thread;
    thread = null;
    await lost?.end();
  };
  return {
    prepare: (path) => {
      thread ??= startJudgeThread();
      thread.prepare(path);
    },
    run: async (name, input) => {
      const run = async () => {
        thread ??= startJudgeThread();
        const done = await thread.ask({ name, input }, limitMs);
        if ('ended' in done) await drop();
        return done;
      };
      const result = last.then(run);
      last = result.catch(() => undefined);
      return await result;
    },
    close: async () => {
      await last;
      await drop();
    },
  };
}

/** In milliseconds, for one job: a file of 400 KB takes less than half of it. */
const LIMIT_MS = 2000;
