/** Reads files at a commit through Git objects: GitHub's contents API follows links and omits the file mode. */
import { createHash } from 'node:crypto';

import { failure } from '../../../aws/failures.ts';
import type { FileAddress, FileList, FileMode, FileRead } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';

/** GitHub lists up to 100,000 entries or 7 MB and leaves out the rest. https://docs.github.com/en/rest/git/trees */
export async function listFiles(
  gitHub: GitHubConnection,
  { repository, commit }: { repository: string; commit: string },
): Promise<FileList> {
  const { tree, truncated } = await gitHub.ask(
    repository,
    `listing the files at ${commit}`,
    async (octokit, place) =>
      await octokit.git.getTree({ ...place, tree_sha: commit, recursive: '1' }),
  );
  const files = tree
    .filter(({ mode }) => isRegular(mode))
    .map(({ path, sha, size = 0 }) => ({ path, blob: sha, bytes: size }));
  return { files, complete: !truncated };
}

export async function readFile(
  gitHub: GitHubConnection,
  file: FileAddress,
  maxBytes: number,
): Promise<FileRead> {
  const found = await find(gitHub, file);
  if (found.kind !== 'found') return found;
  const { sha, mode, size } = found;
  if (size > maxBytes) return refused(file, `it has ${size} bytes; at most ${maxBytes} are read`);
  const bytes = await blob(gitHub, file, sha);
  if (LFS.test(bytes.subarray(0, 60).toString('latin1')))
    return refused(file, 'its content is not in Git but in Git LFS');
  return { kind: 'file', bytes, blob: sha, mode };
}

type Found =
  | {
      readonly kind: 'found';
      readonly sha: string;
      readonly mode: FileMode;
      readonly size: number;
    }
  | Exclude<FileRead, { kind: 'file' }>;

/** Goes down from the root folder by folder, so that it notices a link on the way. */
async function find(gitHub: GitHubConnection, file: FileAddress): Promise<Found> {
  const parts = file.path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return refused(file, 'a path goes from the root down, without empty parts, . and ..');
  let tree = file.commit;
  for (const [index, name] of parts.entries()) {
    const entry = (await entriesOf(gitHub, file, tree)).find(({ path }) => path === name);
    if (entry === undefined) return { kind: 'absent' };
    const { mode, sha, size = 0 } = entry;
    const last = index === parts.length - 1;
    if (last && isRegular(mode)) return { kind: 'found', sha, mode, size };
    if (mode === FOLDER && !last) tree = sha;
    else if (isRegular(mode)) return { kind: 'absent' };
    else return refused(file, `${parts.slice(0, index + 1).join('/')} is ${nameOf(mode)}`);
  }
  return { kind: 'absent' };
}

async function entriesOf(gitHub: GitHubConnection, { repository, path }: FileAddress, sha: string) {
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

async function blob(
  gitHub: GitHubConnection,
  { repository, path }: FileAddress,
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

const FOLDER = '040000';
const LFS = /^version https:\/\/git-lfs\.github\.com\/spec\//;

function isRegular(mode: string): mode is FileMode {
  return mode === '100644' || mode === '100755';
}

function nameOf(mode: string): string {
  if (mode === FOLDER) return 'a folder';
  if (mode === '120000') return 'a symbolic link';
  return mode === '160000' ? 'a submodule' : `of file mode ${mode}`;
}

function refused({ path }: FileAddress, because: string): { kind: 'refused'; because: string } {
  return { kind: 'refused', because: `${path} is not read: ${because}` };
}
