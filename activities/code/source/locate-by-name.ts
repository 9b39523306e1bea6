/** The source of a resource by its name, searched in the repositories that are allowed for its account. */
import { isWithin, repositoriesFor } from '../../../policies/repositories.ts';
import type { AllowedRepository, Repositories } from '../../../policies/repositories.ts';
import type { GitHost } from '../host/git-host.ts';
import { untouchable } from '../protected-paths.ts';
import type { Located, SourcePlace } from './location.ts';

export interface Search {
  readonly account: string;
  /** Literals of which a defining file has at least one, in quotes or as a value: the bucket's name. */
  readonly names: readonly string[];
  /** Only this repository; null for all that are allowed. */
  readonly repository: string | null;
  /** Does a file that holds a name also make the resource? `definesResource` asks the parsers. */
  readonly defines: (file: FoundFile) => Promise<boolean>;
}

export interface FoundFile {
  readonly path: string;
  readonly text: string;
}

/** How much is read before a search is given up, so that it ends. */
export interface SearchLimits {
  /** Per repository. */
  readonly files: number;
  readonly bytesPerFile: number;
}

export const SEARCH_LIMITS: SearchLimits = { files: 200, bytesPerFile: 262_144 };

/**
 * Files of infrastructure code that hold the name. A repository that could not be searched whole makes the answer
 * `refused`: a second file might be in the rest. Throws what the host throws.
 */
export async function searchRepositories(
  host: GitHost,
  index: Repositories,
  { search, limits = SEARCH_LIMITS }: { readonly search: Search; readonly limits?: SearchLimits },
): Promise<Located> {
  const allowed = repositoriesFor(index, search.account).filter(
    ({ name }) => search.repository === null || name === search.repository,
  );
  if (allowed.length === 0)
    return none([`policies/repositories.yaml has no repository for account ${search.account}.`]);
  const looks = [];
  for (const repository of allowed) looks.push(await look(host, repository, { search, limits }));
  const places = looks.flatMap((one) => one.places);
  const tried = looks.map((one) => one.sentence);
  if (looks.some(({ whole }) => !whole)) return { found: 'refused', tried };
  const [place] = places;
  if (place === undefined) return none(tried);
  return places.length === 1 ? { found: 'one', place, tried } : { found: 'several', places, tried };
}

interface Look {
  readonly places: readonly SourcePlace[];
  readonly whole: boolean;
  readonly sentence: string;
}

interface What {
  readonly search: Search;
  readonly limits: SearchLimits;
}

async function look(
  host: GitHost,
  allowed: AllowedRepository,
  { search: { names, defines }, limits }: What,
): Promise<Look> {
  const repository = allowed.name;
  const head = await host.head(repository);
  if (head === null) return gaveUp(`${repository} is not there for Closeloop, or empty.`);
  const { commit, branch } = head;
  const { files, complete } = await host.listFiles({ repository, commit });
  if (!complete) return gaveUp(`${repository} has more files than its host lists at once.`);
  const code = files.filter(({ path }) => isCode(path) && isWithin(allowed, path));
  if (code.length > limits.files)
    return gaveUp(
      `${repository} has ${code.length} files of infrastructure code, at most ${limits.files} are searched: allow only the folders that matter, or tag the resource.`,
    );
  const large = code.filter(({ bytes }) => bytes > limits.bytesPerFile);
  if (large.length > 0)
    return gaveUp(`${repository}: ${large[0]?.path ?? ''} is too large to be searched.`);
  const places: SourcePlace[] = [];
  for (const { path } of code) {
    const read = await host.readFile({ repository, commit, path }, limits.bytesPerFile);
    if (read.kind !== 'file') continue;
    const text = Buffer.from(read.bytes).toString('utf8');
    if (holds(text, names) && (await defines({ path, text })))
      places.push({ repository, path, block: null });
  }
  const found = places.length === 0 ? 'none' : places.map(({ path }) => path).join(', ');
  const sentence = `Searched ${code.length} files of ${repository} (${branch} at ${commit.slice(0, 10)}) for ${names.join(', ')}: ${found}.`;
  return { places, whole: true, sentence };
}

function isCode(path: string): boolean {
  return /\.(?:tf|tf\.json|ya?ml|json|template)$/i.test(path) && untouchable(path) === null;
}

/** The whole name: `logs` is not found in `logs-archive`. */
function holds(text: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const literal = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    return new RegExp(`(?<![\\w.-])${literal}(?![\\w.-])`).test(text);
  });
}

function gaveUp(sentence: string): Look {
  return { places: [], whole: false, sentence };
}

function none(tried: readonly string[]): Located {
  return { found: 'none', tried };
}
