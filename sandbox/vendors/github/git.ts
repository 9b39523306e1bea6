/** Runs git on bare repositories on disk, so that branches, trees and merges are real. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface GitInput {
  readonly input?: Uint8Array | string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A failed git command, with git's own message. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly code: number;
  readonly out: Buffer;

  constructor(args: readonly string[], code: number, output: { out: Buffer; error: Buffer }) {
    super(`git ${args.join(' ')} ended with ${code}: ${output.error.toString().trim()}`);
    this.code = code;
    this.out = output.out;
  }
}

/** Without the machine's own Git configuration, and without prompts. */
export const GIT_ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Runs one git command in a bare repository. */
export async function git(
  folder: string,
  args: readonly string[],
  { input, env }: GitInput = {},
): Promise<Buffer> {
  const child = spawn('git', ['-C', folder, ...args], { env: { ...GIT_ENV, ...env } });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const output = Promise.all([all(child.stdout), all(child.stderr)]);
  // A command that fails early stops reading: its own message says why.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [[out, error], code] = await Promise.all([output, ended]);
  if (code !== 0) throw new GitError(args, code, { out, error });
  return out;
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

export interface TreeEntry {
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

export interface NewCommit {
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

async function all(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
