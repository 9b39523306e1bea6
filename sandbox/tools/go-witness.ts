import { join } from 'node:path';

import { cacheRoot } from './cache.ts';
import { explicitFinder, isExecutable } from './look.ts';
import { obtain } from './obtain.ts';
import type { Say } from './progress.ts';
import { run } from './run.ts';
import type { Installer, Look, Tool } from './tool.ts';
import { WANTED } from './wanted.ts';

/** HashiCorp's formatter, with which `terraform fmt` formats; or its loader of a Terraform folder. */
type Witness = 'hclfmt' | 'configInspect';

/**
 * The path of a witness of the long proofs, built from its Go module; they ask for it themselves, and setup does not
 * obtain it. Throws `ToolError` where there is no Go.
 */
export async function goWitness(
  witness: Witness,
  say: Say,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { signal } = new AbortController();
  return (await obtain(tool(witness, env), { cacheRoot: cacheRoot(env), signal, say })).path;
}

function tool(witness: Witness, env: NodeJS.ProcessEnv): Tool {
  const { name, title, version, environment } = WANTED[witness];
  const lookAt = async (path: string): Promise<Look> => {
    // It does not tell its version: the cache's folder is named after the one that was built.
    if (await isExecutable(path)) return { here: true, path, version };
    return { here: false, why: `${path} is not an executable file` };
  };
  return {
    name,
    title,
    version,
    folder: `${name}/${version}`,
    finders: explicitFinder(env, environment, lookAt),
    inCache: (home) => ({ how: 'cache', look: () => lookAt(join(home, name)) }),
    installers: [goInstall(witness, env)],
    help: `Install Go, or name the file of ${name} in ${environment}.`,
  };
}

function goInstall(witness: Witness, env: NodeJS.ProcessEnv): Installer {
  const { goModule, version } = WANTED[witness];
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
