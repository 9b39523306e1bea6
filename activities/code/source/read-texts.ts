import type { GitHost } from '../host/git-host.ts';

/** Bounds of a search, so that it ends. */
export interface SearchLimits {
  /** Per repository. */
  readonly files: number;
  readonly bytesPerFile: number;
}

export const SEARCH_LIMITS: SearchLimits = { files: 200, bytesPerFile: 262_144 };

/** Texts by path; or why the repository was not read as a whole, with what says how much it is. */
type Texts =
  | { readonly kind: 'texts'; readonly texts: ReadonlyMap<string, string>; readonly count: number }
  | { readonly kind: 'not-listed' }
  | { readonly kind: 'too-many'; readonly count: number }
  | { readonly kind: 'too-large'; readonly path: string };

/**
 * Reads the wanted files of a repository at a commit, all or none. What is no file (a link, for example) is counted and
 * has no text. Throws what the host throws.
 */
export async function readTexts(
  host: Pick<GitHost, 'listFiles' | 'readFile'>,
  at: { readonly repository: string; readonly commit: string },
  { wanted, limits }: { readonly wanted: (path: string) => boolean; readonly limits: SearchLimits },
): Promise<Texts> {
  const { files, complete } = await host.listFiles(at);
  if (!complete) return { kind: 'not-listed' };
  const found = files.filter(({ path }) => wanted(path));
  const count = found.length;
  if (count > limits.files) return { kind: 'too-many', count };
  const large = found.find(({ bytes }) => bytes > limits.bytesPerFile);
  if (large !== undefined) return { kind: 'too-large', path: large.path };
  const texts = new Map<string, string>();
  for (const { path } of found) {
    const read = await host.readFile({ ...at, path }, limits.bytesPerFile);
    if (read.kind === 'file') texts.set(path, Buffer.from(read.bytes).toString('utf8'));
  }
  return { kind: 'texts', texts, count };
}
