/** One demo that stays up in one checkout: it alone writes the environment files that other terminals read. */
import { readFileSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { basename, join } from 'node:path';

import { z } from 'zod';

import { holderOf, isRunning, setAside, take } from '../tools/lock.ts';
import { removeEnvFiles } from '../world/env-files.ts';

/** What temporary folders of demos are called, before six letters of chance. */
export const FOLDER_PREFIX = 'closeloop-demo-';

const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  user: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** Tells the process from a later one with the same pid; null where the system does not say. */
  started: z.string().nullable(),
  /** Its temporary folder. */
  folder: z.string(),
});

export type Holder = z.output<typeof holderSchema>;

export type Claim =
  | { readonly ok: true; readonly release: () => Promise<void> }
  | { readonly ok: false; readonly refusal: string };

/**
 * Claims the folder of environment files for this process, whose temporary folder is `folder`. What a demo that was
 * killed outright left behind is removed. `release` removes the environment files and the claim.
 */
export async function claimCheckout(envFolder: string, folder: string): Promise<Claim> {
  await mkdir(envFolder, { recursive: true });
  const file = join(envFolder, 'demo.lock');
  const me = JSON.stringify(thisProcess(folder));
  while (!(await take(file, me))) {
    const held = await holderOf(file);
    if (held === null) continue;
    const holder = parseHolder(held);
    if (holder !== null && isAlive(holder)) return { ok: false, refusal: refusal(holder, file) };
    await setAside(file, held);
    if (holder !== null && basename(holder.folder).startsWith(FOLDER_PREFIX))
      await rm(holder.folder, { recursive: true, force: true });
  }
  await removeEnvFiles(envFolder);
  const release = async () => {
    await removeEnvFiles(envFolder);
    if ((await holderOf(file)) === me) await rm(file, { force: true });
    // What people keep in the folder stays.
    await rmdir(envFolder).catch(() => {});
  };
  return { ok: true, release };
}

function thisProcess(folder: string): Holder {
  const { pid } = process;
  const since = new Date().toISOString();
  return { pid, host: hostname(), user: userName(), since, started: startOf(pid), folder };
}

/** A container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Null for a file that no demo wrote: it stands for nobody. */
function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Processes of another machine that shares the checkout cannot be seen: they count as alive. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  if (!isRunning(pid)) return false;
  const now = startOf(pid);
  return now === null || started === null || now === started;
}

/** When a process started, in the system's own unit (field 22 of proc_pid_stat(5)); null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may have spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function refusal({ pid, host, user, since }: Holder, file: string): string {
  const here = host === hostname();
  const end = here
    ? `press Ctrl-C in its terminal, or: kill ${pid}`
    : `press Ctrl-C in its terminal on ${host}; if it is not running there any more, delete ${file}`;
  return `A demo is running in this checkout already: ${user} started it at ${since}, as process ${pid}${here ? '' : ` on ${host}`}. Two would overwrite each other's environment files.
  use it:           npm run -s closeloop -- findings list
  end it:           ${end}
  run one beside it: npm run demo -- --once, which ends by itself and writes no environment files`;
}
