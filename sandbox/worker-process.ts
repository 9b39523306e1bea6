import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface WorkerProcess {
  readonly pid: number;
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>;
  /** SIGKILL: nothing of it finishes. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../workers/main.ts', import.meta.url));

/** Starts `workers/main.ts` for one role under that role's own principal, and waits until it polls. */
export async function startWorker(options: {
  readonly role: 'orchestrator' | 'runtime';
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [MAIN, options.role], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await ready(child, options);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return { pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function ready(
  child: ChildProcess,
  { role, logFile }: { readonly role: string; readonly logFile: string },
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
      const said = last.map((line) => `  ${line}`).join('\n');
      reject(new Error(`The ${role} worker ended with code ${code} (log: ${logFile}):\n${said}`));
    });
  });
}
