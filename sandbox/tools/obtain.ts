import { join } from 'node:path';

import { installInto } from './cache.ts';
import { withLock } from './lock.ts';
import { startReport, type Say } from './progress.ts';
import { type Found, type Installer, type Miss, type Tool, ToolError } from './tool.ts';

export interface Surroundings {
  readonly cacheRoot: string;
  readonly signal: AbortSignal;
  /** Receives progress lines; setup prints them on stderr. */
  readonly say: Say;
}

/**
 * Finds the tool or gets it: the finders first, then, under the tool's lock, each installer in order and within
 * its time limit. Throws `ToolError` with each installer, why it failed, and what a person can do.
 */
export async function obtain(tool: Tool, around: Surroundings): Promise<Found> {
  const { found, misses } = await find(tool, around);
  if (found) return found;
  const lock = join(around.cacheRoot, `${tool.folder.replaceAll('/', '-')}.lock`);
  const onWait = (holder: string) =>
    around.say(`${tool.name}: another setup is obtaining it, waiting for ${holder}`);
  return withLock(lock, { signal: around.signal, onWait }, async () => {
    const cached = await lookInCache(tool, around);
    if (cached) return cached;
    return install(tool, around, [...misses]);
  });
}

/** The first finder that has the tool. A person's explicit but wrong choice throws. */
export async function find(
  tool: Tool,
  around: Pick<Surroundings, 'cacheRoot' | 'signal'>,
): Promise<{ found: Found | null; misses: readonly Miss[] }> {
  const misses: Miss[] = [];
  for (const finder of withCache(tool, around.cacheRoot)) {
    const look = await finder.look(around.signal);
    if (look.here)
      return { found: { path: look.path, version: look.version, how: finder.how }, misses };
    if (finder.binding)
      throw new ToolError(
        tool.name,
        `${tool.title}: ${finder.how} cannot be used: ${look.why}. Correct it or unset it.`,
      );
    misses.push({ how: finder.how, why: look.why });
  }
  return { found: null, misses };
}

/** An explicit choice comes first, then the cache, then what else the machine has. */
function withCache(tool: Tool, root: string): Tool['finders'] {
  const explicit = tool.finders.filter((finder) => finder.binding);
  const others = tool.finders.filter((finder) => !finder.binding);
  return [...explicit, tool.inCache(join(root, tool.folder)), ...others];
}

async function lookInCache(tool: Tool, around: Surroundings): Promise<Found | null> {
  const finder = tool.inCache(join(around.cacheRoot, tool.folder));
  const look = await finder.look(around.signal);
  return look.here ? { path: look.path, version: look.version, how: finder.how } : null;
}

async function install(tool: Tool, around: Surroundings, misses: Miss[]): Promise<Found> {
  for (const installer of tool.installers) {
    try {
      await tryInstaller(tool, installer, around);
      const found = await lookInCache(tool, around);
      if (found) return { ...found, how: installer.how };
      misses.push({ how: installer.how, why: 'it finished, but what it left does not run' });
    } catch (error) {
      around.signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      around.say(`${tool.name}: ${installer.how} failed: ${why}`);
      misses.push({ how: installer.how, why });
    }
  }
  throw new ToolError(
    tool.name,
    `${tool.title} ${tool.version} could not be obtained. ${tool.help} Tried:`,
    misses,
  );
}

async function tryInstaller(tool: Tool, installer: Installer, around: Surroundings): Promise<void> {
  const limit = new AbortController();
  const signal = AbortSignal.any([around.signal, limit.signal]);
  const report = startReport(`${tool.name}: ${installer.how}`, installer.expect, around.say);
  const seconds = Math.round(installer.limitMs / 1000);
  const timer = setTimeout(
    () => limit.abort(new Error(`no result within its time limit of ${seconds} s`)),
    installer.limitMs,
  );
  try {
    await installInto(join(around.cacheRoot, tool.folder), (staging) =>
      orAborted(signal, installer.install(staging, { signal, note: report.note })),
    );
    report.done();
  } finally {
    clearTimeout(timer);
    report.stop();
  }
}

/** Gives up an installer that ignores its signal, too. */
function orAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const fail = () =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
  return Promise.race([work, aborted]);
}
