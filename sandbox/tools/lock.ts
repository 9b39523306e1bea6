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
      await setAside(path);
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

/** Linking a written file makes the lock appear with its content, so a reader never sees an empty one. */
async function take(path: string, me: string): Promise<boolean> {
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

async function holderOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isDead(holder: string): boolean {
  const [pid, host] = (holder.split(' ')[0] ?? '').split('@');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isCode(error, 'ESRCH');
  }
}

async function setAside(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  await rm(aside, { force: true });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
