import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from './run.ts';
import type { Installer } from './tool.ts';

export interface Download {
  readonly artifact: 'cli' | 'temporal-test-server';
  /** As Temporal's download service names it, with a leading `v`. */
  readonly version: string;
  /** What the downloaded program is to be called in the staging folder. */
  readonly file: string;
}

/**
 * Temporal's own download, done by the SDK in a process of its own: its native code cannot be interrupted,
 * and a process can be ended when the time is up.
 */
export function sdkDownload(download: Download, env: NodeJS.ProcessEnv): Installer {
  return {
    how: "the Temporal SDK's download",
    expect: 'a few seconds on a good line',
    limitMs: 5 * 60_000,
    install: async (staging, step) => {
      const into = join(staging, 'download');
      const script = fileURLToPath(new URL('./sdk-download-process.ts', import.meta.url));
      await run(process.execPath, [script, download.artifact, download.version, into], {
        signal: step.signal,
        // Node's fetch honours HTTPS_PROXY only with this variable; the SDK's own client always does.
        env: { ...env, NODE_USE_ENV_PROXY: '1' },
        onLine: step.note,
        as: 'it',
      });
      const [file] = await readdir(into);
      if (file === undefined) throw new Error('the SDK reported success but left no file');
      await rename(join(into, file), join(staging, download.file));
      await rm(into, { recursive: true });
    },
  };
}
