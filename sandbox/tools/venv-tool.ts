import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { askVersion, explicitFinder, isExecutable, onPath } from './look.ts';
import { pickPython } from './python.ts';
import { run } from './run.ts';
import type { Installer, Look, Tool } from './tool.ts';

/** A Python package that is a tool of ours. */
export interface VenvTool {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Names a Python that has the package. */
  readonly environment: string;
  readonly oldestPython: readonly number[];
  /** The package's name. */
  readonly distribution: string;
  /** File with every package pinned by hash. */
  readonly requirements: string;
  /** What an installation takes, in words. */
  readonly expect: string;
}

const PYTHON_IN_VENV = join('venv', 'bin', 'python');

/** The package in a virtual environment of its own. `path` is that environment's Python. */
export function venvTool(wanted: VenvTool, env: NodeJS.ProcessEnv): Tool {
  const { name, title, version, environment, oldestPython, distribution } = wanted;
  const lookAt = lookFor(wanted);
  return {
    name,
    title,
    version,
    // Another set of requirements is another folder, so a changed pin is never served from an old environment.
    folder: `${name}/${version}-${requirementsHash(wanted)}`,
    finders: [
      ...explicitFinder(env, environment, lookAt),
      { how: 'installed for python3', look: (signal) => lookInPython(lookAt, env, signal) },
    ],
    inCache: (home) => ({
      how: 'cache',
      look: (signal) => lookAt(join(home, PYTHON_IN_VENV), signal),
    }),
    installers: [withVenv(wanted, env), withUv(wanted, env)],
    help: `Install Python ${oldestPython.join('.')} or newer with its venv module (Debian: \`apt install python3-venv\`) and run \`npm run setup\` again, or name a Python that has ${distribution} ${version} in ${environment}.`,
  };
}

function requirementsHash({ requirements }: VenvTool): string {
  return createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 10);
}

type LookAt = (python: string, signal: AbortSignal) => Promise<Look>;

async function lookInPython(
  lookAt: LookAt,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Look> {
  const python = await onPath('python3', env);
  return python === null ? { here: false, why: 'no python3 on PATH' } : lookAt(python, signal);
}

function lookFor({ distribution, version }: VenvTool): LookAt {
  const program = `import importlib.metadata as m; print(m.version('${distribution}'))`;
  return async (python, signal) => {
    if (!(await isExecutable(python)))
      return { here: false, why: `${python} is not an executable file` };
    // -I: a PYTHONPATH or a user's own packages must not decide what the sandbox runs.
    const answer = await askVersion([python, '-I', '-c', program], signal, (text) =>
      text.trim() === version ? version : { not: `it is ${text.trim()}, wanted ${version}` },
    );
    if ('version' in answer) return { here: true, path: python, version };
    const absent = answer.why.includes('PackageNotFoundError');
    return { here: false, why: absent ? `${python} has no ${distribution}` : answer.why };
  };
}

function withVenv(
  { oldestPython, expect, requirements }: VenvTool,
  env: NodeJS.ProcessEnv,
): Installer {
  return {
    how: 'pip into a virtual environment',
    expect: `${expect}, 10 to 60 seconds`,
    limitMs: 8 * 60_000,
    install: async (staging, { signal, note }) => {
      const python = await pickPython(env, oldestPython, signal);
      note(`virtual environment with ${python}`);
      await run(python, ['-m', 'venv', join(staging, 'venv')], { signal, env, onLine: note });
      const pip = ['-I', '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check'];
      const args = [...pip, ...pinned(requirements)];
      await run(join(staging, PYTHON_IN_VENV), args, { signal, env, onLine: note });
    },
  };
}

/** For machines whose Python has no venv or pip of its own, as Debian's without python3-venv. */
function withUv(
  { oldestPython, expect, requirements }: VenvTool,
  env: NodeJS.ProcessEnv,
): Installer {
  return {
    how: 'uv',
    expect,
    limitMs: 8 * 60_000,
    install: async (staging, { signal, note }) => {
      const venv = join(staging, 'venv');
      const python = `>=${oldestPython.join('.')}`;
      await run('uv', ['venv', '--python', python, venv], { signal, onLine: note, env });
      const into = ['pip', 'install', '--python', join(staging, PYTHON_IN_VENV)];
      await run('uv', [...into, ...pinned(requirements)], { signal, onLine: note, env });
    },
  };
}

/** Wheels only: nothing of these packages runs code while it is being installed. */
function pinned(requirements: string): readonly string[] {
  return ['--require-hashes', '--only-binary', ':all:', '-r', requirements];
}
