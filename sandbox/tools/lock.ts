import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once with the holder of the lock when we have to wait for it. */
  readonly onWait: (holder: string) => void;
}

const POLL_MS = 200;

/**
 * Runs `work` while no other process of this machine does so under the same lock file.
 * A lock left by a dead process is taken over. Even if two processes ever got in at once the cache would stay
 * whole, because finished folders are renamed into place: the lock only saves doing the work twice.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const me = `${process.pid}@${hostname()} ${randomUUID()}`;
  let isReported = false;
  while (!(await take(path, me))) {
    options.signal.throwIfAborted();
    const holder = await holderOf(path);
    if (holder === null) continue;
    if (isDead(holder)) {
      await setAside(path, holder);
      continue;
    }
    if (!isReported) options.onWait(`${holder.split(' ')[0]} (lock ${path})`);
    isReported = true;
    await pause(POLL_MS, undefined, { signal: options.signal });
  }
  try {
    return await work();
  } finally {
    if ((await holderOf(path)) === me) await rm(path, { force: true });
  }
}

/**
 * Whether the lock is now held by `me`; false when it is held already.
 * Linking a written file makes the lock appear with its content, so a reader never sees an empty one.
 */
export async function take(path: string, me: string): Promise<boolean> {
  const mine = `${path}.${randomUUID()}`;
  await writeFile(mine, me);
  try {
    await link(mine, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

/** What stands in the lock; null when nobody holds it. */
export async function holderOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isDead(holder: string): boolean {
  const [pid, host] = (holder.split(' ')[0] ?? '').split('@');
  return host === hostname() && !isRunning(Number(pid));
}

/** Whether this machine has such a process, whoever's it is. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !isCode(error, 'ESRCH');
  }
}

/** Removes the lock of a holder that is dead, and no lock that somebody took since. */
export async function setAside(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== dead) await link(aside, path);
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
