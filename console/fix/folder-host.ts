import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dirname, relative } from 'node:path/posix';

import type { FolderRead, ListedFile, ReadableHost } from '../../activities/code/host/git-host.ts';

interface GivenFolder {
  /** A folder on this machine, which stands for the folder of the source file in its repository. */
  readonly folder: string;
  /** The source file's path in the repository. */
  readonly path: string;
  readonly source: Uint8Array;
}

/** Folders that nobody wrote for this repository. */
const FOREIGN = new Set(['.git', '.terraform', '.terragrunt-cache', 'node_modules']);

/** More is no folder of infrastructure code. */
const MOST_ENTRIES = 5000;

/** What was given of a repository, read like one: what lies outside of the given folder is not there. */
export function folderHost({ folder, path, source }: GivenFolder): ReadableHost {
  const base = dirname(path) === '.' ? '' : dirname(path);
  const placeOf = (at: string): string | null => {
    const inside = relative(base, at);
    return inside.startsWith('..') ? null : join(folder, inside);
  };
  const bytesAt = (at: string, place: string) => (at === path ? source : readFileSync(place));
  return {
    head: async () => ({ branch: 'working copy', commit: 'present' }),
    listFiles: async () => {
      const all = listed(folder, base);
      return { files: all, complete: all.length < MOST_ENTRIES };
    },
    readFile: async ({ path: at }, maxBytes) => {
      const place = placeOf(at);
      const facts = place === null ? undefined : lstatSync(place, { throwIfNoEntry: false });
      if (at !== path && (place === null || facts === undefined)) return { kind: 'absent' };
      if (at !== path && facts?.isFile() !== true)
        return { kind: 'refused', because: 'it is no file' };
      const bytes = bytesAt(at, place ?? '');
      return bytes.byteLength > maxBytes
        ? { kind: 'refused', because: `it has more than ${maxBytes} bytes` }
        : { kind: 'file', bytes, blob: '', mode: '100644' };
    },
    readFolder: async ({ folder: at }, { wanted, files: mostFiles, bytes: mostBytes }) => {
      const place = placeOf(at);
      if (place === null) return refused('which was not given: name a folder that has it too');
      const facts = lstatSync(place, { throwIfNoEntry: false });
      if (facts?.isDirectory() !== true) return refused('which was not given');
      const entries = readdirSync(place, { withFileTypes: true }).filter(({ name }) =>
        wanted(name),
      );
      const link = entries.find((entry) => !entry.isFile());
      if (link !== undefined) return refused(`in which ${link.name} is no file`);
      const files = entries.map(({ name }) => {
        const bytes = bytesAt(at === '' ? name : `${at}/${name}`, join(place, name));
        return { name, bytes, blob: '' };
      });
      const size = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
      if (files.length > mostFiles || size > mostBytes) return refused('which is too large');
      return { kind: 'files', files };
    },
  };
}

function refused(because: string): FolderRead {
  return { kind: 'refused', because };
}

/** Every file below the folder, by its path in the repository. */
function listed(folder: string, base: string): readonly ListedFile[] {
  const files: ListedFile[] = [];
  const open = [''];
  let seen = 0;
  for (let at = open.pop(); at !== undefined && seen < MOST_ENTRIES; at = open.pop()) {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      seen++;
      const inside = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory() && !FOREIGN.has(entry.name)) open.push(inside);
      if (!entry.isFile()) continue;
      const { size: bytes } = lstatSync(join(folder, inside));
      files.push({ path: base === '' ? inside : `${base}/${inside}`, blob: '', bytes });
    }
  }
  return files;
}
