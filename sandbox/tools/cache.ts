import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Where obtained tools live: CLOSELOOP_CACHE_DIR, else `closeloop` in the user's cache folder. Never inside the repository. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  if (env['CLOSELOOP_CACHE_DIR']) return resolve(env['CLOSELOOP_CACHE_DIR']);
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'closeloop');
}

/** Where workers of the sandbox keep the workflow bundle: `CLOSELOOP_BUNDLE_CACHE_DIR`. */
export function bundleCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(env), 'workflow-bundles');
}

/**
 * Fills a folder beside `home` and renames it into place, so that `home` is either absent or complete.
 * A broken copy at `home` is replaced. Call it under the tool's lock.
 */
export async function installInto(
  home: string,
  fill: (staging: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  await removeLeftovers(home);
  const staging = `${home}.partial-${randomUUID()}`;
  await mkdir(staging);
  try {
    await fill(staging);
    await replace(home, staging);
  } finally {
    await removeTree(staging);
  }
}

/** Removes what a killed setup left behind. We have the lock, so no other setup is writing there. */
async function removeLeftovers(home: string): Promise<void> {
  const names = await readdir(dirname(home));
  const partial = names.filter((name) => name.startsWith(`${basename(home)}.partial-`));
  await Promise.all(partial.map((name) => removeTree(join(dirname(home), name))));
}

async function replace(home: string, staging: string): Promise<void> {
  const old = `${home}.partial-old-${randomUUID()}`;
  await rename(home, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(staging, home);
  await removeTree(old);
}

/** A command that was just ended may still write its last file, so the removal is tried again for a moment. */
function removeTree(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
