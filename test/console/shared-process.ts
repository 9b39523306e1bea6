import { fork } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { bareEnv } from '../../sandbox/world/bare-env.ts';
import { NOWHERE } from './cli.ts';
import type { Ran } from './cli.ts';

export interface Command {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const SCRIPT = fileURLToPath(new URL('command-loop.ts', import.meta.url));

/** Output is captured; on a person's terminal it would have colours. */
const NO_TERMINAL: StdioOptions = ['ignore', 'ignore', 'ignore', 'ipc'];

/**
 * A command as a person runs it, in a process without anything of ours but `env`. All commands share that process, one
 * after the other, because a start of the console takes most of a second of CPU; `closeloop` of
 * `cli.ts` starts the program itself.
 */
export async function closeloop(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const ran = turn.then(async () => await runNow({ words, env: { ...NOWHERE, ...env } }));
  turn = ran.catch(() => {});
  return await ran;
}

let turn: Promise<unknown> = Promise.resolve();
let child: ChildProcess | null = null;

async function runNow(command: Command): Promise<Ran> {
  const running = (child ??= fork(SCRIPT, { env: bareEnv(), execArgv: [], stdio: NO_TERMINAL }));
  running.ref();
  running.channel?.ref();
  try {
    return await answerOf(running, command);
  } finally {
    // Between commands it does not keep the tests' process alive, with which it ends.
    running.unref();
    running.channel?.unref();
  }
}

async function answerOf(running: ChildProcess, command: Command): Promise<Ran> {
  return await new Promise((resolve, reject) => {
    const onExit = (code: number | null) => {
      child = null;
      reject(
        new Error(`the console's process ended with code ${code}: ${command.words.join(' ')}`),
      );
    };
    running.once('exit', onExit);
    running.once('message', (ran: Ran) => {
      running.off('exit', onExit);
      resolve(ran);
    });
    running.send(command);
  });
}
