import { fileURLToPath } from 'node:url';

import { bundleWorkflowCode } from '@temporalio/worker';
import type { Logger } from '@temporalio/worker';

import { madeOnce } from './made-once.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** All that the bundle is made of: our sources, the installed packages with their hashes, and how it is made. */
export const SOURCES = [
  'workflows',
  'domain',
  'node_modules/.package-lock.json',
  'workers/workflow-bundle.ts',
];

/**
 * The workflows as one script: the same for production, tests and replays. Takes about two seconds. With `cacheFolder`
 * it is made once for the same sources: the sandbox and tests name one, a deployed worker does not.
 */
export async function workflowBundle(
  logger: Logger,
  cacheFolder: string | null = null,
): Promise<{ readonly code: string }> {
  const make = async () => await bundle(logger);
  if (cacheFolder === null) return { code: await make() };
  return {
    code: await madeOnce({ name: 'workflows', cacheFolder, root: ROOT, sources: SOURCES, make }),
  };
}

async function bundle(logger: Logger): Promise<string> {
  const workflowsPath = `${ROOT}workflows/index.ts`;
  return (await bundleWorkflowCode({ workflowsPath, logger })).code;
}
