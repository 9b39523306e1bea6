import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

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
}

export interface ServerProcess {
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<string>;
  /** Ends this process and no other, and waits until it is gone. May be called twice. */
  readonly stop: () => Promise<void>;
}

const POLL_MS = 100;
const TERM_GRACE_MS = 10_000;
const TAIL_LINES = 15;

/**
 * Starts a server and returns once it answers.
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

async function launch(options: ServerOptions): Promise<ServerProcess> {
  const { name, command, args, logFile } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const env = { ...process.env, ...options.env };
  const child = spawn(command, args, { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  // However this process ends, short of being killed outright, its server ends too.
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  void exited.finally(() => process.off('exit', endWithUs));
  const pid = await spawned(child, name, command);
  return { pid, logFile, exited, stop: () => stop(child, exited) };
}

function spawned(child: ChildProcess, name: string, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause) =>
      reject(new Error(`${name}: ${command} cannot be started: ${cause.message}`, { cause })),
    );
  });
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const patience = new AbortController();
  const late = pause(TERM_GRACE_MS, undefined, { signal: patience.signal })
    .then(() => child.kill('SIGKILL'))
    .catch(() => false);
  await exited;
  patience.abort();
  await late;
}

/** The last lines of a log file, for an error that a person can act on. */
async function tailOf(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines
    .slice(-TAIL_LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}
