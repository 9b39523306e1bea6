import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { GitError, gitLine } from './git.ts';
import type { Repository } from './state.ts';

/**
 * The commit of a branch; null without one. Read very often, so it is read directly from Git's file for the branch; a
 * git command reads it where branches are packed, or the name or the file is unusual.
 */
export async function branchTip(
  { folder }: Pick<Repository, 'folder'>,
  branch: string,
): Promise<string | null> {
  if (!PLAIN.test(branch)) return await readFromGit(folder, branch);
  const stored = await readFile(join(folder, 'refs/heads', branch), 'utf8').catch(() => null);
  if (stored === null && !existsSync(join(folder, 'packed-refs'))) return null;
  const commit = /^[0-9a-f]{40}(?=\n$)/.exec(stored ?? '')?.[0];
  return commit ?? (await readFromGit(folder, branch));
}

const PLAIN = /^(?!.*(?:\.\.|\/\/))[A-Za-z0-9][\w./-]*$/;

async function readFromGit(folder: string, branch: string): Promise<string | null> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`];
    return await gitLine(folder, args);
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}
