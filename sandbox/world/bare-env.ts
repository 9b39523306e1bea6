import { getCompileCacheDir } from 'node:module';

/**
 * The environment of a child process that gets nothing of ours but where programs and compiled modules are: no
 * profile and no session of the developer.
 */
export function bareEnv(): Record<string, string> {
  const cache = getCompileCacheDir();
  return {
    PATH: process.env['PATH'] ?? '',
    ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
  };
}
