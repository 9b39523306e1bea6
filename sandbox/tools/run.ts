import { execa } from 'execa';

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

/**
 * Runs a command to its end and returns what it printed on stdout.
 * Aborting the signal ends the command with all its children; a failure carries the last lines of output.
 */
export async function run(
  command: string,
  args: readonly string[],
  { signal, cwd, env = process.env, onLine, as }: RunOptions,
): Promise<string> {
  signal.throwIfAborted();
  const child = execa(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    cancelSignal: signal,
    // Compilers and downloaders that the command started end with it.
    killDescendants: true,
    forceKillAfterDelay: 2_000,
  });
  for await (const line of child.iterable({ from: 'all' })) onLine?.(line);
  const { failed, code, exitCode, signal: endedBy, stdout, all, originalMessage } = await child;
  signal.throwIfAborted();
  if (!failed) return stdout;
  if (code === 'ENOENT') throw new Error(`\`${command}\` is not on PATH`);
  const shown = as ?? `\`${[command, ...args].join(' ')}\``;
  const ended = exitCode ?? endedBy ?? originalMessage;
  throw new Error(`${shown} ended with ${ended}: ${lastLines(all)}`);
}

function lastLines(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return (
    lines
      .filter((line) => line !== '')
      .slice(-TAIL_LINES)
      .join(' | ') || 'it printed nothing'
  );
}
