import { flushCompileCache, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * The environment of a child process that gets nothing of ours but where programs and compiled modules are: no
 * profile and no session of the developer.
 */
export function bareEnv(): Record<string, string> {
  const PATH = process.env['PATH'] ?? '';
  const cache = getCompileCacheDir();
  if (cache === undefined) return { PATH };
  // So that the child finds what this process has compiled: Node writes it at its exit only.
  flushCompileCache();
  // Node names the folder of its own version, and makes that below the folder that it is given.
  return { PATH, NODE_COMPILE_CACHE: dirname(cache) };
}
