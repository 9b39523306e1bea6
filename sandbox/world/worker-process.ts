import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Role } from '../../workers/create.ts';
import { bareEnv } from './bare-env.ts';

export interface WorkerProcess {
  readonly pid: number;
  /** Settles when the process has ended, with the signal if one ended it. */
  readonly gone: Promise<{ readonly signal: string | null }>;
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>;
  /** SIGKILL: nothing of it finishes. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../workers/main.ts', import.meta.url));

export interface WorkerProcessOptions {
  readonly role: Role;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Another entry than `workers/main.ts`, for tests; it gets the role and these arguments. */
  readonly script?: string;
  readonly args?: readonly string[];
}

/** Starts a worker of one role under that role's own principal, and waits until it polls. */
export async function startWorker(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const { role, script = MAIN, args = [] } = options;
  const child = spawn(process.execPath, [script, role, ...args], {
    env: { ...bareEnv(), HOME: process.env['HOME'] ?? '', ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<{ readonly signal: string | null }>((resolve) =>
    child.once('exit', (_code, signal) => resolve({ signal })),
  );
  await ready(child, options);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return { pid: child.pid ?? 0, gone, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function ready(
  child: ChildProcess,
  { role, logFile }: Pick<WorkerProcessOptions, 'role' | 'logFile'>,
): Promise<void> {
  const log = createWriteStream(logFile, { flags: 'a' });
  const last: string[] = [];
  await new Promise<void>((resolve, reject) => {
    if (child.stderr === null) throw new Error('stderr is a pipe');
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.write(`${line}\n`);
      last.push(line);
      if (last.length > 15) last.shift();
      if (line.includes('"message":"ready"')) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      const tail = last.map((line) => `  ${line}`).join('\n');
      reject(new Error(`The ${role} worker ended with code ${code} (log: ${logFile}):\n${tail}`));
    });
  });
}
