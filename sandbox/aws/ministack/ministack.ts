import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePort } from '../../tools/free-port.ts';
import type { Command } from '../../tools/index.ts';
import { startServer } from '../../tools/server-process.ts';

export interface Ministack {
  readonly url: string;
  readonly pid: number;
  /** Its Python, which has boto3 too. */
  readonly python: string;
  /** Empties every service of every account. */
  reset(): Promise<void>;
  /** Ends this process, and only this one. */
  stop(): Promise<void>;
  /** From now on this process may end while MiniStack runs, which ends with it. Its log is removed now. */
  unref(): void;
}

const START_MILLISECONDS = 60_000;

/** Starts MiniStack on a free port of 127.0.0.1 and waits until it answers; throws with the end of its log otherwise. */
export async function startMinistack({ command, args, env }: Command): Promise<Ministack> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(tmpdir(), `closeloop-ministack-${port}.log`);
  const server = await startServer({
    name: 'MiniStack',
    command,
    args: guarded(args),
    env: { ...env, ...settings(port) },
    logFile,
    answers: () => succeeded(fetch(`${url}/_ministack/health`)),
    limitMs: START_MILLISECONDS,
    // Its orderly shutdown takes seconds while connections are open.
    stopBy: 'SIGKILL',
  });
  return {
    url,
    pid: server.pid,
    python: command,
    reset: () => succeeded(fetch(`${url}/_ministack/reset`, { method: 'POST' })),
    stop: async () => {
      await server.stop();
      await rm(logFile, { force: true });
    },
    unref: () => {
      server.unref();
      rmSync(logFile, { force: true });
    },
  };
}

const GUARD = fileURLToPath(new URL('./run-while-parent-lives.py', import.meta.url));

/** `-m ministack` becomes the guard with that module: it ends when this process does, even if that one is killed. */
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

async function succeeded(answer: Promise<Response>): Promise<void> {
  const { ok, status, url } = await answer;
  if (!ok) throw new Error(`${url} answered ${status}`);
}
