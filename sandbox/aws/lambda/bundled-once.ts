import { fileURLToPath } from 'node:url';

import type { Once } from '../../../starter/bundle.ts';
import { madeOnce } from '../../../workers/made-once.ts';
import { bundleCacheDir } from '../../tools/cache.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** All that a function may import (`test/layers.test.ts`), the installed packages, and how it is bundled. */
const SOURCES = [
  'activities',
  'channels',
  'client',
  'controls',
  'domain',
  'environment',
  'policies',
  'starter',
  'workflows',
  'node_modules/.package-lock.json',
  'tsconfig.json',
];

/** Keeps a function's bundle for the next sandbox: esbuild takes more than a second of CPU for each. */
export function bundledOnce(name: string): Once {
  return async (make) =>
    await madeOnce({ name, cacheFolder: bundleCacheDir(), root: ROOT, sources: SOURCES, make });
}
