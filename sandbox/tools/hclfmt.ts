import { join } from 'node:path';

import { cacheRoot } from './cache.ts';
import { explicitFinder, isExecutable } from './look.ts';
import { obtain } from './obtain.ts';
import type { Say } from './progress.ts';
import { run } from './run.ts';
import type { Installer, Look, Tool } from './tool.ts';
import { WANTED } from './wanted.ts';

const { name, title, version, goModule, environment } = WANTED.hclfmt;

/**
 * HashiCorp's formatter, with which `terraform fmt` formats: built from its Go module for the long proofs, which ask for
 * it themselves. Setup does not obtain it. Throws `ToolError` where there is no Go.
 */
export async function hclfmt(say: Say, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { signal } = new AbortController();
  return (await obtain(tool(env), { cacheRoot: cacheRoot(env), signal, say })).path;
}

function tool(env: NodeJS.ProcessEnv): Tool {
  return {
    name,
    title,
    version,
    folder: `${name}/${version}`,
    finders: explicitFinder(env, environment, lookAt),
    inCache: (home) => ({ how: 'cache', look: () => lookAt(join(home, name)) }),
    installers: [goInstall(env)],
    help: `Install Go, or name the file of ${name} in ${environment}.`,
  };
}

/** It does not tell its version: the cache's folder is named after the one that was built. */
async function lookAt(path: string): Promise<Look> {
  if (await isExecutable(path)) return { here: true, path, version };
  return { here: false, why: `${path} is not an executable file` };
}

function goInstall(env: NodeJS.ProcessEnv): Installer {
  return {
    how: 'go install',
    expect: 'builds from source, about a minute the first time',
    limitMs: 10 * 60_000,
    install: async (staging, { signal, note }) => {
      const args = ['install', '-v', '-trimpath', `${goModule}@v${version}`];
      const build = { ...env, GOBIN: staging, CGO_ENABLED: '0' };
      await run('go', args, { signal, cwd: staging, env: build, onLine: note });
    },
  };
}
