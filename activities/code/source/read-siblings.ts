import type { GitHost, Head } from '../host/git-host.ts';
import { plainText, readTextFile } from '../validate/diff/text-file.ts';
import { languageOf } from '../validate/language-of.ts';
import type { SiblingFile } from '../validate/language.ts';
import { isRejection } from '../validate/rejection.ts';
import { isModuleFile, MODULE_LIMITS } from '../validate/terraform/module-files.ts';
import type { FilePlace, Unreadable } from './unreadable.ts';

/**
 * The other files that Terraform reads as one module with this file, at the same commit; none for a template. What
 * cannot be read there is no reason to judge without it. Throws what the host throws.
 */
export async function readSiblings(
  host: Pick<GitHost, 'readFolder'>,
  { repository, path }: FilePlace,
  { commit }: Head,
): Promise<readonly SiblingFile[] | Unreadable> {
  if (languageOf(path, '')?.name !== 'terraform') return [];
  const parts = path.split('/');
  const own = parts.pop();
  const wanted = (name: string) => isModuleFile(name) && name !== own;
  const folder = { repository, commit, folder: parts.join('/') };
  const read = await host.readFolder(folder, { wanted, ...MODULE_LIMITS });
  if (read.kind === 'absent') return { unreadable: `the folder of ${path} does not exist` };
  if (read.kind === 'refused') return { unreadable: read.because };
  const siblings: SiblingFile[] = [];
  for (const { name, bytes } of read.files) {
    const file = readTextFile(bytes);
    if (isRejection(file)) {
      const where = `${name}, which Terraform reads with ${path}`;
      return { unreadable: `${where}, cannot be judged: ${file.reason.replace(/\.$/, '')}` };
    }
    siblings.push({ path: name, text: plainText(file) });
  }
  return siblings;
}

/** Do both lists have the same files with the same texts? */
export function sameSiblings(one: readonly SiblingFile[], other: readonly SiblingFile[]): boolean {
  const texts = new Map(other.map(({ path, text }) => [path, text]));
  return one.length === texts.size && one.every(({ path, text }) => texts.get(path) === text);
}
