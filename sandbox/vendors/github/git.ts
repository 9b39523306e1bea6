/** Runs git on bare repositories on disk, so that branches, trees and merges are real. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { execa, ExecaError } from 'execa';

interface GitInput {
  readonly input?: Uint8Array | string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A failed git command, with git's own message. */
export const GitError = ExecaError;

/** Without the machine's own Git configuration, and without prompts. */
const GIT_ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

const OPTIONS = { extendEnv: false, encoding: 'buffer', stripFinalNewline: false } as const;

/** Runs one git command in a bare repository. */
export async function git(
  folder: string,
  args: readonly string[],
  { input = '', env }: GitInput = {},
): Promise<Buffer> {
  const options = { ...OPTIONS, input, env: { ...GIT_ENV, ...env } };
  const { stdout } = await execa('git', ['-C', folder, ...args], options);
  return Buffer.from(stdout);
}

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
