import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { bareEnv } from '../world/bare-env.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** What it reads. */
  readonly input: Uint8Array | string;
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly stdout: Uint8Array;
  /** Null when it could not be started or was ended by a signal. */
  readonly exitCode: number | null;
  /** Node's sentence about a failure, with what the program wrote to stderr; null when it succeeded. */
  readonly failure: string | null;
}

const SCRIPT = fileURLToPath(new URL('program-process.ts', import.meta.url));

interface Runner {
  readonly child: ChildProcess;
  readonly waiting: Map<number, PromiseWithResolvers<Ended>>;
}

let runner: Runner | null = null;
let last = 0;

/**
 * Runs one program to its end in a small process that all calls share. To start a program copies the page tables of
 * the process that does it: 10 ms of CPU in one of 400 MB, as test processes are, and 1 ms in that one.
 * @throws Error when that process ends; how the program ended is part of the answer
 */
export async function runProgram(program: Program): Promise<Ended> {
  runner ??= startRunner();
  const { child, waiting } = runner;
  last += 1;
  const id = last;
  const ended = Promise.withResolvers<Ended>();
  waiting.set(id, ended);
  child.ref();
  child.channel?.ref();
  child.send({ id, ...program });
  return await ended.promise;
}

function startRunner(): Runner {
  const child = fork(SCRIPT, {
    env: bareEnv(),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting: Runner['waiting'] = new Map();
  child.on('message', ({ id, ended }: { id: number; ended: Ended }) => {
    waiting.get(id)?.resolve(ended);
    waiting.delete(id);
    if (waiting.size > 0) return;
    // Idle, it does not keep this process alive, with which it ends.
    child.unref();
    child.channel?.unref();
  });
  child.once('exit', (code) => {
    runner = null;
    const error = new Error(`The process that runs programs ended with code ${code}.`);
    for (const { reject } of waiting.values()) reject(error);
  });
  return { child, waiting };
}
