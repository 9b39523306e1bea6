import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { askVersion, explicitFinder, isExecutable, onPath } from './look.ts';
import { pickPython } from './python.ts';
import { run } from './run.ts';
import type { Installer, Look, Tool } from './tool.ts';
import { WANTED } from './wanted.ts';

const { version, environment, oldestPython } = WANTED.ministack;
const REQUIREMENTS = fileURLToPath(new URL('./ministack-requirements.txt', import.meta.url));
const READ_VERSION = "import importlib.metadata as m; print(m.version('ministack'))";
const PYTHON_IN_VENV = join('venv', 'bin', 'python');

/** MiniStack in a virtual environment of its own, every package pinned by hash. `path` is that environment's Python. */
export function ministackTool(env: NodeJS.ProcessEnv): Tool {
  return {
    name: WANTED.ministack.name,
    title: WANTED.ministack.title,
    version,
    // Another set of requirements is another folder, so a changed pin is never served from an old environment.
    folder: `ministack/${version}-${requirementsHash()}`,
    finders: [
      ...explicitFinder(env, environment, lookAt),
      { how: 'installed for python3', look: (signal) => lookInPython(env, signal) },
    ],
    inCache: (home) => ({
      how: 'cache',
      look: (signal) => lookAt(join(home, PYTHON_IN_VENV), signal),
    }),
    installers: [withVenv(env), withUv(env)],
    help: `Install Python ${oldestPython.join('.')} or newer with its venv module (Debian: \`apt install python3-venv\`) and run \`npm run setup\` again, or name a Python that has ministack ${version} in ${environment}.`,
  };
}

function requirementsHash(): string {
  return createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 10);
}

async function lookInPython(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Look> {
  const python = await onPath('python3', env);
  return python === null ? { here: false, why: 'no python3 on PATH' } : lookAt(python, signal);
}

async function lookAt(python: string, signal: AbortSignal): Promise<Look> {
  if (!(await isExecutable(python)))
    return { here: false, why: `${python} is not an executable file` };
  // -I: a PYTHONPATH or a user's own packages must not decide what the sandbox runs.
  const answer = await askVersion([python, '-I', '-c', READ_VERSION], signal, (text) =>
    text.trim() === version ? version : { not: `it is ${text.trim()}, wanted ${version}` },
  );
  if ('version' in answer) return { here: true, path: python, version };
  const absent = answer.why.includes('PackageNotFoundError');
  return { here: false, why: absent ? `${python} has no ministack` : answer.why };
}

function withVenv(env: NodeJS.ProcessEnv): Installer {
  return {
    how: 'pip into a virtual environment',
    expect: 'about 90 MB, 10 to 60 seconds',
    limitMs: 8 * 60_000,
    install: async (staging, { signal, note }) => {
      const python = await pickPython(env, oldestPython, signal);
      note(`virtual environment with ${python}`);
      await run(python, ['-m', 'venv', join(staging, 'venv')], { signal, env, onLine: note });
      const pip = ['-I', '-m', 'pip', 'install', '--no-input', '--disable-pip-version-check'];
      await run(join(staging, PYTHON_IN_VENV), [...pip, ...PINNED], { signal, env, onLine: note });
    },
  };
}

/** For machines whose Python has no venv or pip of its own, as Debian's does unless asked. */
function withUv(env: NodeJS.ProcessEnv): Installer {
  return {
    how: 'uv',
    expect: 'about 90 MB',
    limitMs: 8 * 60_000,
    install: async (staging, { signal, note }) => {
      const venv = join(staging, 'venv');
      const python = `>=${oldestPython.join('.')}`;
      await run('uv', ['venv', '--python', python, venv], { signal, onLine: note, env });
      const into = ['pip', 'install', '--python', join(staging, PYTHON_IN_VENV)];
      await run('uv', [...into, ...PINNED], { signal, onLine: note, env });
    },
  };
}

/** Wheels only: nothing of these packages runs code while it is being installed. */
const PINNED = ['--require-hashes', '--only-binary', ':all:', '-r', REQUIREMENTS];
