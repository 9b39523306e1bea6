/** A demo in a process of its own, with what it leaves behind. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const DEMO = fileURLToPath(new URL('../../../sandbox/demo.ts', import.meta.url));

/**
 * Runs the demo until it has printed `moment`, then sends the signals, one after the other, to its process group, as a
 * terminal does. Answers the exit code and all that it printed since. Asserts that neither a process that it had
 * started nor a temporary file is left.
 */
export async function interruptDemo(
  args: readonly string[],
  moment: RegExp,
  signals: readonly NodeJS.Signals[],
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const temporary = await mkdtemp(join(tmpdir(), 'interrupted-'));
  const env = { ...process.env, TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: '1' };
  const demo = spawn(process.execPath, [DEMO, ...args], {
    detached: true,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => demo.once('close', resolve));
  const leader = demo.pid ?? 0;
  try {
    let [all, before] = ['', 0];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [demo.stdout, demo.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          all += text;
          if (moment.test(all)) resolve();
        });
      demo.once('close', () => reject(new Error(`It ended before ${moment}:\n${all}`)));
    });
    const children = await descendants(leader);
    before = all.length;
    for (const signal of signals) process.kill(-leader, signal);
    const code = await ended;
    assert.deepEqual(await left(children), []);
    assert.deepEqual(await readdir(temporary), []);
    return { code, printed: all.slice(before) };
  } finally {
    demo.kill('SIGKILL');
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

async function descendants(leader: number): Promise<readonly number[]> {
  const all = await list();
  const found = [leader];
  for (const pid of found)
    found.push(...all.filter(({ parent }) => parent === pid).map((one) => one.pid));
  return found;
}

const GONE_MS = 20_000;

/** What is left after a while: on a busy machine a killed process of 500 MB takes seconds until it is gone. */
async function left(pids: readonly number[]): Promise<readonly number[]> {
  const until = Date.now() + GONE_MS;
  for (;;) {
    const running = await alive(pids);
    if (running.length === 0 || Date.now() > until) return running;
    await pause(100);
  }
}

/** Those that still run; one that has ended and waits for its parent does not. */
async function alive(pids: readonly number[]): Promise<readonly number[]> {
  const all = await list();
  const running = all.filter(({ state }) => !state.startsWith('Z')).map(({ pid }) => pid);
  return running.filter((pid) => pids.includes(pid));
}

async function list(): Promise<readonly Listed[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => {
    const [pid = '', parent = '', state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state };
  });
}
