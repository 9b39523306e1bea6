import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { run } from './run.ts';
import type { Finder, Look } from './tool.ts';

/** Long enough for a cold start on a busy machine, short enough that a program that waits for input is no trap. */
const ANSWER_MS = 15_000;

/** A finder for what a person named in an environment variable; binding, so that a wrong value is never passed over. */
export function explicitFinder(
  env: NodeJS.ProcessEnv,
  name: string,
  check: (path: string, signal: AbortSignal) => Promise<Look>,
): Finder[] {
  const path = env[name];
  if (!path) return [];
  return [{ how: `${name}=${path}`, binding: true, look: (signal) => check(path, signal) }];
}

/** Asks a program for its version and lets `read` judge the answer. */
export async function askVersion(
  command: readonly [string, ...string[]],
  signal: AbortSignal,
  read: (answer: string) => string | { readonly not: string },
): Promise<{ version: string } | { why: string }> {
  const [program, ...args] = command;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const version = read(await run(program, args, { signal: limited }));
    return typeof version === 'string' ? { version } : { why: version.not };
  } catch (error) {
    signal.throwIfAborted();
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The first executable of that name on PATH. */
export async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  return null;
}

export function isAtLeast(version: readonly number[], oldest: readonly number[]): boolean {
  for (const [index, wanted] of oldest.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
