import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Every line of both streams as it comes, for progress. */
  readonly onLine?: (line: string) => void;
  /** What errors call the command, where the command line itself tells a person nothing. */
  readonly as?: string;
}

/** How much of a failed command's output goes into the error. */
const TAIL_LINES = 12;
const GRACE_MS = 2_000;

/**
 * Runs a command to its end and returns what it printed on stdout.
 * Aborting the signal ends the command with all its children; a failure carries the last lines of output.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  options.signal.throwIfAborted();
  // Its own process group, so that compilers and downloaders started below it end with it.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => endGroup(child.pid);
  options.signal.addEventListener('abort', stop, { once: true });
  const tail: string[] = [];
  const out: string[] = [];
  const keep = (line: string) => {
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    options.onLine?.(line);
  };
  const streams = [
    readLines(child.stdout, (line) => {
      out.push(line);
      keep(line);
    }),
    readLines(child.stderr, keep),
  ];
  const shown = options.as ?? `\`${[command, ...args].join(' ')}\``;
  try {
    const ended = await exitOf(child, command);
    await Promise.all(streams);
    options.signal.throwIfAborted();
    if (ended !== 0) throw new Error(`${shown} ended with ${ended}: ${lastWords(tail)}`);
    return out.join('\n');
  } finally {
    options.signal.removeEventListener('abort', stop);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS).unref();
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody of that group is left, which is what was wanted.
  }
}

async function readLines(stream: Readable, each: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) each(line);
}

function exitOf(child: ReturnType<typeof spawn>, command: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new Error(cause.code === 'ENOENT' ? `\`${command}\` is not on PATH` : cause.message, {
          cause,
        }),
      ),
    );
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}

function lastWords(tail: readonly string[]): string {
  const text = tail
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' | ');
  return text === '' ? 'it printed nothing' : text;
}
