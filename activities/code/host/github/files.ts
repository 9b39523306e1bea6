/** Reads files at a commit through Git objects: GitHub's contents API follows links and omits the file mode. */
import type { FileAddress, FileList, FileMode, FileRead } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';
import { entriesOf, FOLDER, isRegular, LFS, nameOf, readBlob } from './git-objects.ts';

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
  const bytes = await readBlob(gitHub, file, sha);
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

function refused({ path }: FileAddress, because: string): { kind: 'refused'; because: string } {
  return { kind: 'refused', because: `${path} is not read: ${because}` };
}
