import { createWriteStream, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { execa } from 'execa';

export interface ServerOptions {
  /** What errors call it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Both streams are appended here. */
  readonly logFile: string;
  /** Resolves when the server has answered a real request; a rejection means "not yet". */
  readonly answers: () => Promise<unknown>;
  /** How long it may take until it answers. */
  readonly limitMs: number;
  /** `SIGKILL` for a server whose state is worth nothing; absent: SIGTERM, and SIGKILL when that does not end it. */
  readonly stopBy?: 'SIGKILL';
}

export interface ServerProcess {
  readonly pid: number;
  readonly logFile: string;
  /** Resolves with the signal or exit code when the process is gone. */
  readonly exited: Promise<string>;
  /** Ends this process and no other, and waits until it is gone. May be called twice. */
  readonly stop: () => Promise<void>;
  /** From now on this process may end while the server runs; the server ends with it. */
  readonly unref: () => void;
}

const POLL_MS = 50;
const TERM_GRACE_MS = 10_000;
const TAIL_LINES = 15;

/**
 * Starts a server and returns once it answers. It ends with this process, unless this one is killed outright.
 * @throws Error with the last lines of its log when it dies or does not answer in time; then nothing is left running.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const server = await launch(options);
  const gone = new AbortController();
  const enough = AbortSignal.any([gone.signal, AbortSignal.timeout(options.limitMs)]);
  const problem = await Promise.race([
    untilItAnswers(options, enough),
    server.exited.then((how) => `ended with ${how} before it answered`),
  ]);
  gone.abort();
  if (problem === null) return server;
  await server.stop();
  const tail = await tailOf(options.logFile);
  throw new Error(`${options.name} ${problem}. Its log, ${options.logFile}, ends:\n${tail}`);
}

async function launch(options: ServerOptions): Promise<ServerProcess> {
  const { name, command, args, env = {}, logFile, stopBy } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { fd: openSync(logFile, 'a') });
  const child = execa(command, args, {
    env,
    // Stays open as long as this process lives, for servers that watch it.
    stdin: 'pipe',
    stdout: log,
    stderr: log,
    reject: false,
    forceKillAfterDelay: TERM_GRACE_MS,
  });
  log.close();
  if (child.pid === undefined)
    throw new Error(`${name}: ${command} cannot be started: ${(await child).originalMessage}`);
  const exited = child.then(({ signal, exitCode }) => signal ?? `exit code ${exitCode}`);
  const stop = async () => {
    child.kill(stopBy);
    await exited;
  };
  const unref = () => {
    child.nodeChildProcess.unref();
    // A pipe of a child process is a socket.
    if (child.stdin instanceof Socket) child.stdin.unref();
  };
  return { pid: child.pid, logFile, exited, stop, unref };
}

/** Null when it answers, else why it was given up. */
async function untilItAnswers(options: ServerOptions, enough: AbortSignal): Promise<string | null> {
  for (;;) {
    try {
      await options.answers();
      return null;
    } catch (error) {
      const refusal = error instanceof Error ? error.message : String(error);
      if (enough.aborted)
        return `did not answer within ${options.limitMs / 1000} s (last: ${refusal})`;
    }
    await pause(POLL_MS);
  }
}

/** The last lines of a log file, for an error that a person can act on. */
async function tailOf(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-TAIL_LINES);
  return lines.map((line) => `  ${line}`).join('\n');
}
