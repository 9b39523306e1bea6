import { basename, isAbsolute, normalize } from 'node:path';

import { readThroughModules } from '../../activities/code/source/read-through-modules.ts';
import type { SiblingFile } from '../../activities/code/validate/language.ts';
import type { Languages } from '../../activities/code/validate/languages.ts';
import { locateTarget } from '../../activities/code/validate/locate-target.ts';
import { isRejection, reject } from '../../activities/code/validate/rejection.ts';
import type { Rejection } from '../../activities/code/validate/rejection.ts';
import type { TargetHints } from '../../activities/code/validate/source/target.ts';
import { folderHost } from './folder-host.ts';

interface Question {
  readonly control: string;
  readonly account: string;
  /** The path in the repository; null where it is not known. */
  readonly path: string | null;
  /** The file on this machine, and what it holds. */
  readonly file: string;
  readonly source: Uint8Array;
  readonly siblings: readonly SiblingFile[];
  /** The folder of `--siblings`. */
  readonly folder: string;
  readonly target: TargetHints;
}

/** The file of a local module in which the resource is made. */
export interface Followed {
  /** In the repository; from the given folder where no path is known. */
  readonly path: string;
  readonly source: Uint8Array;
  readonly siblings: readonly SiblingFile[];
  readonly target: TargetHints;
}

/**
 * As the code worker does: where the source only calls a module by its path, and the given folder has that module, the
 * fix belongs into the module's own file. Null where the source makes the resource itself; a rejection that says why the
 * call cannot be followed.
 */
export async function followModules(
  languages: Languages,
  { control, account, path: given, file, source, siblings, folder, target }: Question,
): Promise<Followed | Rejection | null> {
  const path = given === null || leadsOut(given) ? basename(file) : given;
  const located = await locateTarget(languages, { control, path, source, siblings, target });
  if (!isRejection(located) || located.inside === undefined) return null;
  const repository = folder;
  const all = { accounts: [account], folders: [], maxOpen: 1, controlWrites: false };
  const tags = { repository: [], organisation: [], path: [], block: [] };
  const read = await readThroughModules(
    {
      host: folderHost({ folder, path, source }),
      languages,
      repositories: { tags, repositories: [{ name: repository, ...all }] },
    },
    { place: { repository, path, block: target.address }, hints: target },
    { control, account },
  );
  if ('unreadable' in read) return reject('TARGET_IN_MODULE', `${read.unreadable}.`);
  const { source: found } = read;
  return {
    path: read.path,
    source: found.bytes,
    siblings: found.siblings,
    target: { ...target, address: found.target.block },
  };
}

/** A path on this machine rather than one in the repository. */
function leadsOut(path: string): boolean {
  return isAbsolute(path) || normalize(path).startsWith('..');
}
