/** One thread with its time limit. */
import { Worker } from 'node:worker_threads';

import { afterUse } from './after-use.ts';
import type { JobName, Jobs } from './jobs.ts';

/** `ended` says why there is no answer: a sentence. */
export type Done<T> = { readonly output: T } | { readonly ended: string };

export interface JudgeThread {
  /** One job at a time. Rejects where the job fails by a fault of ours. */
  readonly ask: <Name extends JobName>(
    asked: { readonly name: Name; readonly input: Jobs[Name]['input'] },
    limitMs: number,
  ) => Promise<Done<Jobs[Name]['output']>>;
  readonly prepare: (path: string) => void;
  readonly end: () => Promise<void>;
}

type Reply =
  | { readonly ready: true }
  /** The parsers are loaded: the job's time begins. */
  | { readonly begun: true }
  | Done<never>
  | { readonly error: string };

/**
 * In MB: V8's own memory. A file that takes too much ends the thread and not the process; a small young generation keeps
 * the thread from growing over thousands of files.
 */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };

/** An idle thread does not keep the process alive. */
export function startJudgeThread(): JudgeThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: MEMORY });
  worker.unref();
  const ready = Promise.withResolvers<void>();
  // Who asks hears of it.
  ready.promise.catch(() => undefined);
  let finish: (done: Done<never>) => void = nobodyAsks;
  let fail: (error: Error) => void = (error) => ready.reject(error);
  let begin = nobodyAsks;
  worker.on('message', (reply: Reply) => {
    if ('ready' in reply) ready.resolve();
    else if ('begun' in reply) begin();
    else if ('error' in reply) fail(new Error(reply.error));
    else finish(reply);
  });
  worker.on('error', (error: Error) => {
    ready.reject(error);
    finish({ ended: `The file could not be judged: ${error.message}.` });
  });
  worker.on('exit', () => {
    ready.reject(new Error('The thread that judges ended before it began.'));
    finish({ ended: 'The file could not be judged: the thread that judges ended.' });
  });
  return {
    prepare: (path) => post(worker, { prepare: path }),
    end: async () => void (await worker.terminate()),
    ask: async (asked, limitMs) => {
      worker.ref();
      try {
        await ready.promise;
        const answer = Promise.withResolvers<Done<never>>();
        finish = answer.resolve;
        fail = answer.reject;
        const end = () =>
          answer.resolve({ ended: `The file could not be judged within ${limitMs / 1000} s.` });
        let timer = afterUse(limitMs + LOAD_MS, end);
        begin = () => {
          clearInterval(timer);
          timer = afterUse(limitMs, end);
        };
        post(worker, asked);
        return await answer.promise.finally(() => clearInterval(timer));
      } finally {
        worker.unref();
      }
    },
  };
}

function nobodyAsks(): void {}

function post(worker: Worker, message: object): void {
  // A thread's port has no origin: the rule is about windows.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker.postMessage(message);
}

/** For loading the parsers, which a job waits for once in a thread. */
const LOAD_MS = 10_000;
