/** Runs a script with everything that it starts in a process group of its own, which ends as a whole. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

export interface Script {
  readonly path: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds that it gets to end itself after SIGTERM; absent: it is killed at once, and says nothing more. */
  readonly graceMs?: number;
}

const POLL_MS = 20;
/** An exiting process of 500 MB takes a moment; one that nobody reaps, in a container without init, stays for ever. */
const GONE_MS = 2_000;

/**
 * Answers the script's exit code, or null when `interrupted` came first. Nothing of its process group is left then.
 * A terminal's Ctrl-C does not reach the group: only the caller decides how it ends.
 * @throws Error when the script cannot be started or a signal of somebody else ended it
 */
export async function runInGroup(
  script: Script,
  interrupted: Promise<unknown>,
): Promise<number | null> {
  const child = spawn(process.execPath, [script.path, ...script.args], {
    detached: true,
    env: { ...process.env, ...script.env },
    // The channel tells the script that this process is gone, however it ended.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = endOf(child);
  try {
    const first = await Promise.race([ended, interrupted.then(() => null)]);
    if (first === null) {
      if (script.graceMs !== undefined) await askToEnd(child, ended, script.graceMs);
      return null;
    }
    if (first.code === null) throw new Error(`${script.path} was ended by ${first.signal}`);
    return first.code;
  } finally {
    await endGroup(child.pid);
  }
}

interface End {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

async function askToEnd(child: ChildProcess, ended: Promise<End>, graceMs: number): Promise<void> {
  child.kill('SIGTERM');
  await Promise.race([ended, pause(graceMs, undefined, { ref: false })]);
}

/** SIGKILL to the whole group: nothing in it has anything to save. */
async function endGroup(pid: number | undefined): Promise<void> {
  if (pid === undefined) return;
  const until = Date.now() + GONE_MS;
  while (signalGroup(pid) && Date.now() < until) await pause(POLL_MS);
}

/** Whether there was still somebody to kill. */
function signalGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all are gone. EPERM, on macOS: those that are left have ended and wait for their parent.
    if (error instanceof Error && 'code' in error && /^(ESRCH|EPERM)$/.test(String(error.code)))
      return false;
    throw error;
  }
}
