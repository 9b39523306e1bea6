import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

import { bundleCacheDir } from '../../sandbox/tools/cache.ts';
import { madeOnce } from '../../workers/made-once.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = 'test/client/tiny-lifecycle.ts';
const SOURCES = [
  SCRIPT,
  'workflows',
  'domain',
  'node_modules/.package-lock.json',
  'test/client/tiny-bundle.ts',
];

/** The bundle of `tiny-lifecycle.ts`, made once for all test processes: it takes two seconds of CPU. */
export async function tinyBundle(): Promise<{ readonly code: string }> {
  const cacheFolder = bundleCacheDir();
  const logger = new DefaultLogger('WARN');
  const make = async () =>
    (await bundleWorkflowCode({ workflowsPath: `${ROOT}${SCRIPT}`, logger })).code;
  return {
    code: await madeOnce({ name: 'tiny', cacheFolder, root: ROOT, sources: SOURCES, make }),
  };
}
