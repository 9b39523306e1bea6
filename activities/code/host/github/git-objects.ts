/** Git's trees and blobs, as GitHub answers them. https://docs.github.com/en/rest/git */
import { createHash } from 'node:crypto';

import { failure } from '../../../aws/failures.ts';
import type { FileMode } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';

interface About {
  /** `owner/name`. */
  readonly repository: string;
  /** For messages. */
  readonly path: string;
}

/** What is in one tree, but not below it. Throws where GitHub leaves entries out. */
export async function entriesOf(
  gitHub: GitHubConnection,
  { repository, path }: About,
  sha: string,
) {
  const tree = await gitHub.ask(
    repository,
    `finding ${path} in ${sha}`,
    async (octokit, place) => await octokit.git.getTree({ ...place, tree_sha: sha }),
  );
  if (tree.truncated) {
    const text = `GitHub does not list the whole folder of ${path} in ${repository}: too many files. Move the file, or fix it by hand.`;
    throw failure('SchemaMismatch', text);
  }
  return tree.tree;
}

/** The bytes of a blob, proved by their id. */
export async function readBlob(
  gitHub: GitHubConnection,
  { repository, path }: About,
  sha: string,
): Promise<Buffer> {
  const what = `reading ${path} (${sha})`;
  const { content, encoding } = await gitHub.ask(
    repository,
    what,
    async (octokit, place) => await octokit.git.getBlob({ ...place, file_sha: sha }),
  );
  const bytes = Buffer.from(content, encoding === 'utf-8' ? 'utf8' : 'base64');
  if (blobId(bytes, sha.length) === sha) return bytes;
  const text = `Tried ${what} of ${repository} on GitHub: the received bytes have another id.`;
  throw failure('SchemaMismatch', text);
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects: 40 digits are SHA-1, 64 SHA-256. */
function blobId(bytes: Buffer, digits: number): string {
  const hash = createHash(digits === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export const FOLDER = '040000';
/** How a file in Git LFS begins. */
export const LFS = /^version https:\/\/git-lfs\.github\.com\/spec\//;

export function isRegular(mode: string): mode is FileMode {
  return mode === '100644' || mode === '100755';
}

export function nameOf(mode: string): string {
  if (mode === FOLDER) return 'a folder';
  if (mode === '120000') return 'a symbolic link';
  return mode === '160000' ? 'a submodule' : `of file mode ${mode}`;
}
