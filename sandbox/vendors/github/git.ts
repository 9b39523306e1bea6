/** Runs git on bare repositories on disk, so that branches, trees and merges are real. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { runProgram } from '../../tools/run-program.ts';
import type { Ended } from '../../tools/run-program.ts';

interface GitInput {
  readonly input?: Uint8Array | string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A failed git command, with git's own message. */
export class GitError extends Error {
  /** Null when git could not be started or was ended by a signal. */
  readonly exitCode: number | null;
  constructor({ failure, exitCode }: Ended) {
    super(failure ?? 'git failed');
    this.exitCode = exitCode;
  }
}

/** Without the machine's own Git configuration, and without prompts. */
const GIT_ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/**
 * Runs one git command in a bare repository.
 * @throws GitError when git fails or cannot be started
 */
export async function git(
  folder: string,
  args: readonly string[],
  { input = '', env }: GitInput = {},
): Promise<Buffer> {
  const ended = await runProgram({
    command: 'git',
    args,
    input,
    cwd: folder,
    env: { ...GIT_ENV, ...env },
  });
  if (ended.failure !== null) throw new GitError(ended);
  return Buffer.from(ended.stdout);
}

/**
 * As `git`, for what is said about objects named by their full ids in `ids`: it never changes, so git says it once.
 * A command that failed runs again, since the objects may exist by then.
 */
export async function gitAbout(
  folder: string,
  ids: readonly string[],
  args: readonly string[],
): Promise<Buffer> {
  if (!ids.every((id) => /^[0-9a-f]{40}$/.test(id))) return await git(folder, args);
  const key = [folder, ...args].join('\0');
  const known = SAID.get(key);
  if (known !== undefined) return await known;
  const saying = git(folder, args);
  SAID.set(key, saying);
  saying.catch(() => SAID.delete(key));
  return await saying;
}

const SAID = new Map<string, Promise<Buffer>>();

/** As `git`, with the output as one trimmed text. */
export async function gitLine(
  folder: string,
  args: readonly string[],
  options: GitInput = {},
): Promise<string> {
  return (await git(folder, args, options)).toString().trim();
}

/** What git writes for "no object". */
export const NONE = '0'.repeat(40);

interface TreeEntry {
  /** Six digits; 0 removes the path. */
  readonly mode: string;
  readonly path: string;
  readonly sha: string | null;
}

/** Writes the tree of `base` (null: an empty tree) with these entries changed. */
export async function writeTree(
  folder: string,
  base: string | null,
  entries: readonly TreeEntry[],
): Promise<string> {
  const index = join(folder, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await git(folder, base === null ? ['read-tree', '--empty'] : ['read-tree', base], { env });
    const input = entries
      .map(({ mode, path, sha }) => `${mode} ${sha ?? NONE}\t${path}\0`)
      .join('');
    await git(folder, ['update-index', '-z', '--index-info'], { env, input });
    return await gitLine(folder, ['write-tree'], { env });
  } finally {
    await rm(index, { force: true });
  }
}

interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

/** Stores a commit exactly as given: equal commits have equal ids. */
export async function writeCommit(folder: string, commit: NewCommit): Promise<string> {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${line(commit.author)}`,
    `committer ${line(commit.committer)}`,
    '',
    commit.message,
  ];
  const options = { input: lines.join('\n') };
  return await gitLine(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], options);
}

function line({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}
