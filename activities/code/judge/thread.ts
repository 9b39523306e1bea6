/** One thread with its time limit. */
import { Worker } from 'node:worker_threads';

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

type Reply = { readonly ready: true } | { readonly output: never } | { readonly error: string };

/** An idle thread does not keep the process alive. */
export function startJudgeThread(): JudgeThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  worker.unref();
  const ready = Promise.withResolvers<void>();
  // Who asks hears of it.
  ready.promise.catch(() => undefined);
  let finish: (done: Done<never>) => void = nobodyAsks;
  let fail: (error: Error) => void = (error) => ready.reject(error);
  worker.on('message', (reply: Reply) => {
    if ('ready' in reply) ready.resolve();
    else if ('output' in reply) finish(reply);
    else fail(new Error(reply.error));
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
        const timer = afterUse(limitMs, () =>
          answer.resolve({ ended: `The file could not be judged within ${limitMs / 1000} s.` }),
        );
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

/** How often longer a thread may wait that gets no processor. */
const STARVED = 15;

/** After so much time, if the process used so much of a processor: a busy machine is no reason to give a file up. */
function afterUse(limitMs: number, happens: () => void): NodeJS.Timeout {
  const began = performance.now();
  const used = process.cpuUsage();
  return setInterval(() => {
    const passed = performance.now() - began;
    const { user, system } = process.cpuUsage(used);
    const busy = (user + system) / 1000;
    if (passed >= limitMs && (busy >= limitMs || passed >= limitMs * STARVED)) happens();
  }, 50);
}
