import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { bareEnv } from '../../world/bare-env.ts';

export interface Lambda {
  /** Rejects with the function's error, as an asynchronous invocation's failure. */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const PROCESS = fileURLToPath(new URL('lambda-process.ts', import.meta.url));

/** Either has an error or a result: an error's message has no member `result`. */
const replySchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});

/** Runs a bundle as Lambda does: in its own process, with only its own principal's environment. */
export async function startLambda(options: {
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}): Promise<Lambda> {
  const log = openSync(options.logFile, 'a');
  const child = fork(PROCESS, [options.bundle], {
    env: { ...bareEnv(), ...options.env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child, options.logFile);
  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (e: Error) => void }
  >();
  child.on('message', (message) => {
    const reply = replySchema.safeParse(message);
    if (!reply.success) return;
    const { id, result, error } = reply.data;
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });
  const ended = () => new Error(`The function's process has ended: see ${options.logFile}`);
  // Without this, callers and the sandbox would wait for ever for the answers of a process that has ended.
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
  });
  let last = 0;
  return {
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (!child.connected) {
          reject(ended());
          return;
        }
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, event });
      }),
    stop: async () => {
      // Ctrl-C reaches the whole process group: the child may be on its way out already.
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

async function ready(child: ChildProcess, logFile: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => {
      reject(
        new Error(
          `The starter's process ended with code ${code} before it was ready: see ${logFile}`,
        ),
      );
    });
  });
}
