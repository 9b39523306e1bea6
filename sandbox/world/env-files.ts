/** The environment files by which other terminals find a running sandbox. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ENV_FOLDER = fileURLToPath(new URL('../../.closeloop', import.meta.url));

/** Tells our files from those that people keep beside them. */
const HEAD = '# Written by `npm run demo`, which removes it when it ends.\n';

/** Readable only for the user who runs the sandbox: there are keys in it. */
export async function writeEnvFile(
  folder: string,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}\n`);
  await writeFile(join(folder, `${name}.env`), `${HEAD}${lines.join('')}`, { mode: 0o600 });
}

/** Removes all that `writeEnvFile` wrote there. */
export async function removeEnvFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.env') && (await readFile(file, 'utf8')).startsWith(HEAD)) await rm(file);
  }
}
