/** Finds a resource's source by its name, in the repositories that policy allows for its account. */
import { basename, dirname } from 'node:path/posix';

import { isWithin, repositoriesFor } from '../../../policies/repositories.ts';
import type { AllowedRepository, Repositories } from '../../../policies/repositories.ts';
import type { GitHost } from '../host/git-host.ts';
import { protectedPath } from '../protected-paths.ts';
import { includesWord } from '../validate/source/model.ts';
import { isModuleFile } from '../validate/terraform/module-files.ts';
import type { FoundFile } from './found-file.ts';
import { locatedAt } from './location.ts';
import type { Located, SourcePlace } from './location.ts';
import { noRepository } from './read-source.ts';
import { readTexts, SEARCH_LIMITS } from './read-texts.ts';
import type { SearchLimits } from './read-texts.ts';

export interface Search {
  readonly account: string;
  /** Literals of which a defining file has at least one, in quotes or as a value: the bucket's name. */
  readonly names: readonly string[];
  /** Only this repository; null for all that are allowed. */
  readonly repository: string | null;
  /** Does a file that contains a name, or lies beside one that does, make the resource? See `definesResource`. */
  readonly defines: (file: FoundFile) => Promise<boolean>;
}

/**
 * Searches files of infrastructure code for the name. `refused` where a repository could not be searched as a whole:
 * a second file might be in the rest. Throws what the host throws.
 */
export async function locateByName(
  host: GitHost,
  index: Repositories,
  { search, limits = SEARCH_LIMITS }: { readonly search: Search; readonly limits?: SearchLimits },
): Promise<Located> {
  const allowed = repositoriesFor(index, search.account).filter(
    ({ name }) => search.repository === null || name === search.repository,
  );
  if (allowed.length === 0) {
    const sentence = `policies/repositories.yaml has no repository for account ${search.account}.`;
    return { found: 'none', tried: [sentence] };
  }
  const results = [];
  for (const repository of allowed)
    results.push(await searchRepository(host, repository, { search, limits }));
  const tried = results.map((one) => one.sentence);
  if (results.some(({ whole }) => !whole)) return { found: 'refused', tried };
  return locatedAt(
    results.flatMap((one) => one.places),
    tried,
  );
}

interface Searched {
  readonly places: readonly SourcePlace[];
  readonly whole: boolean;
  readonly sentence: string;
}

async function searchRepository(
  host: GitHost,
  allowed: AllowedRepository,
  {
    search: { names, defines },
    limits,
  }: { readonly search: Search; readonly limits: SearchLimits },
): Promise<Searched> {
  const repository = allowed.name;
  const head = await host.head(repository);
  if (head === null) return notSearched(`${noRepository(repository)}.`);
  const { commit, branch } = head;
  const wanted = (path: string) => isCode(path) && isWithin(allowed, path);
  const read = await readTexts(host, { repository, commit }, { wanted, limits });
  if (read.kind === 'not-listed')
    return notSearched(`${repository} has more files than its host lists at once.`);
  if (read.kind === 'too-many')
    return notSearched(
      `${repository} has ${read.count} files of infrastructure code, at most ${limits.files} are searched: allow only the folders that matter, or tag the resource.`,
    );
  if (read.kind === 'too-large')
    return notSearched(`${repository}: ${read.path} is too large to be searched.`);
  const places: SourcePlace[] = [];
  for (const file of candidatesIn(read.texts, names))
    if (await defines(file)) places.push({ repository, path: file.path, block: null });
  const found = places.length === 0 ? 'none' : places.map(({ path }) => path).join(', ');
  const sentence = `Searched ${read.count} files of ${repository} (${branch} at ${commit.slice(0, 12)}) for ${names.join(', ')}: ${found}.`;
  return { places, whole: true, sentence };
}

function isCode(path: string): boolean {
  const named = /\.(?:tf|tf\.json|tfvars|ya?ml|json|template)$/i.test(path);
  return named && protectedPath(path) === null;
}

/** Files with one of the names, and those of a Terraform module that has it in another file, as in a local. */
function candidatesIn(
  texts: ReadonlyMap<string, string>,
  names: readonly string[],
): readonly FoundFile[] {
  const folders = Map.groupBy(texts, ([path]) => dirname(path));
  const contains = (text: string) => names.some((name) => includesWord(text, name));
  return [...folders.values()].flatMap((files) => {
    const module = files.filter(([path]) => isModuleFile(basename(path)));
    const inModule = module.some(([, text]) => contains(text));
    return files.flatMap(([path, text]): readonly FoundFile[] => {
      const isPart = isModuleFile(basename(path));
      const named = contains(text);
      if (!named && !(isPart && inModule)) return [];
      const others = isPart ? module.filter(([other]) => other !== path) : [];
      const siblings = others.map(([other, its]) => ({ path: basename(other), text: its }));
      return [{ path, text, named, siblings }];
    });
  });
}

function notSearched(sentence: string): Searched {
  return { places: [], whole: false, sentence };
}
