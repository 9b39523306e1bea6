import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { freePort } from '../tools/free-port.ts';

export interface Ministack {
  readonly url: string;
  readonly pid: number;
  /** Empties every service of every account. */
  reset(): Promise<void>;
  /** Ends this process, and only this one. */
  stop(): Promise<void>;
}

export interface MinistackCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const START_MILLISECONDS = 20_000;

/** Starts MiniStack on a free port of 127.0.0.1 and waits until it answers; throws with its last words otherwise. */
export async function startMinistack(wanted: MinistackCommand): Promise<Ministack> {
  const port = await freePort();
  const words: string[] = [];
  const child = spawn(wanted.command, guarded(wanted.args), {
    env: { ...process.env, ...wanted.env, ...settings(port) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => words.push(chunk.toString('utf8')));
  }
  const url = `http://127.0.0.1:${port}`;
  const stop = () => end(child);
  try {
    await answering(url, child, words);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, reset: () => reset(url), stop };
}

const GUARD = fileURLToPath(new URL('./run-while-parent-lives.py', import.meta.url));

/** `-m ministack` becomes the guard with that module: it ends when this process does, however it does. */
function guarded(args: readonly string[]): string[] {
  return args.map((arg) => (arg === '-m' ? GUARD : arg));
}

function settings(port: number): Record<string, string> {
  return {
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    LOG_LEVEL: 'WARNING',
    PERSIST_STATE: '0',
    S3_PERSIST: '0',
  };
}

async function answering(
  url: string,
  child: ChildProcess,
  words: readonly string[],
): Promise<void> {
  const spawnError = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => reject(new Error(`MiniStack did not start: ${error.message}`)));
  });
  const deadline = Date.now() + START_MILLISECONDS;
  const healthy = async () => {
    while (Date.now() < deadline) {
      if (child.exitCode !== null) break;
      if (await isHealthy(url)) return;
      await sleep(25);
    }
    const said = words.join('').trim().slice(-800) || 'nothing';
    throw new Error(
      `MiniStack does not answer on ${url} (exit code ${child.exitCode}). It said: ${said}`,
    );
  };
  await Promise.race([healthy(), spawnError]);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_ministack/health`)).ok;
  } catch {
    // Not listening yet: the caller asks again until its deadline.
    return false;
  }
}

async function reset(url: string): Promise<void> {
  const response = await fetch(`${url}/_ministack/reset`, { method: 'POST' });
  if (!response.ok) throw new Error(`MiniStack answered ${response.status} to a reset.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // Its state is worth nothing, and its orderly shutdown takes seconds while connections are open.
  child.kill('SIGKILL');
  await ended;
}
