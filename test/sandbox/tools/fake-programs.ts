/** Small shell scripts that stand in for the programs setup looks for. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes an executable script and returns its path. */
export async function program(folder: string, name: string, body: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

export const GOOD_CLI = "echo 'temporal version 1.6.0 (Server 1.30.2, UI 2.45.0)'";
export const OLD_CLI = "echo 'temporal version 0.10.7 (Server 1.22.0, UI 2.16.2)'";
