/** Reads the files of one folder at a commit: one request for each level of folders, one for each file. */
import type { FolderAddress, FolderFile, FolderLimits, FolderRead } from '../git-host.ts';
import type { GitHubConnection } from './connection.ts';
import { entriesOf, FOLDER, isRegular, LFS, nameOf, readBlob } from './git-objects.ts';

export async function readFolder(
  gitHub: GitHubConnection,
  folder: FolderAddress,
  { wanted, files: most, bytes: mostBytes }: FolderLimits,
): Promise<FolderRead> {
  const about = { repository: folder.repository, path: shown(folder) };
  const tree = await treeOf(gitHub, folder);
  if (typeof tree !== 'string') return tree;
  const entries = (await entriesOf(gitHub, about, tree)).filter(({ path }) => wanted(path));
  const files = entries.filter(({ mode }) => isRegular(mode));
  const other = entries.find(({ mode }) => !isRegular(mode) && mode !== FOLDER);
  if (other !== undefined) return refused(folder, `${other.path} in it is ${nameOf(other.mode)}`);
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  if (files.length > most || bytes > mostBytes) {
    const much = `${files.length} such files with ${bytes} bytes`;
    return refused(folder, `it has ${much}; at most ${most} with ${mostBytes} bytes are read`);
  }
  const read: FolderFile[] = [];
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE).map(async ({ path: name, sha: blob }) => {
      const path = `${about.path}/${name}`;
      return { name, blob, bytes: await readBlob(gitHub, { ...about, path }, blob) };
    });
    read.push(...(await Promise.all(some)));
  }
  const pointer = read.find((one) => LFS.test(Buffer.from(one.bytes).toString('latin1', 0, 60)));
  if (pointer === undefined) return { kind: 'files', files: read };
  return refused(folder, `the content of ${pointer.name} is not in Git but in Git LFS`);
}

/** GitHub allows 100 requests at once for one app. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const AT_ONCE = 8;

/** The folder's tree, or why there is none. Links on the way are not followed. */
async function treeOf(
  gitHub: GitHubConnection,
  folder: FolderAddress,
): Promise<string | Exclude<FolderRead, { kind: 'files' }>> {
  const parts = folder.folder === '' ? [] : folder.folder.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return refused(folder, 'a path goes from the root down, without empty parts, . and ..');
  const about = { repository: folder.repository, path: shown(folder) };
  let tree = folder.commit;
  for (const name of parts) {
    const entry = (await entriesOf(gitHub, about, tree)).find(({ path }) => path === name);
    if (entry === undefined || isRegular(entry.mode)) return { kind: 'absent' };
    if (entry.mode !== FOLDER) return refused(folder, `${name} is ${nameOf(entry.mode)}`);
    tree = entry.sha;
  }
  return tree;
}

function refused(folder: FolderAddress, because: string): { kind: 'refused'; because: string } {
  return { kind: 'refused', because: `the folder ${shown(folder)} is not read: ${because}` };
}

function shown({ folder }: FolderAddress): string {
  return folder === '' ? '/' : folder;
}
