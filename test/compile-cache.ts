/** Keeps compiled modules on disk, so that the processes of a test run do not each strip and compile them again. */
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache();

export const mochaHooks = {
  // Mocha ends its parallel jobs by a signal, and Node writes the cache at a normal exit only.
  afterAll: () => flushCompileCache(),
};
