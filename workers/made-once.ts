import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Made {
  /** What it is: texts of other names stay when this one is made anew. */
  readonly name: string;
  readonly cacheFolder: string;
  readonly root: string;
  /** Files and folders below `root`; whatever `make` reads that may change. */
  readonly sources: readonly string[];
  readonly make: () => Promise<string>;
}

/**
 * The text that `make` makes of its sources: out of `cacheFolder` where this Node made it of the same contents under
 * the same root, else made now. What was made of that name from this root's earlier contents is removed.
 * @throws Error when a source is missing, or what `make` throws.
 */
export async function madeOnce(made: Made): Promise<string> {
  const { name, cacheFolder, root, sources, make } = made;
  const key = await hashOf(root, sources);
  const own = `${sha256(root).slice(0, 16)}.${name}.`;
  const file = `${own}${key}`;
  const found = await readFile(join(cacheFolder, file), 'utf8').catch(nullIfAbsent);
  if (found !== null) return found;
  const text = await make();
  // When a source changed meanwhile nobody knows which contents went into the text, so it is not kept.
  if ((await hashOf(root, sources)) === key) await keep(cacheFolder, { own, file, text });
  return text;
}

async function hashOf(root: string, sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of await filesOf(root, source)) {
      hash.update(`\n${file} ${sha256(await readFile(join(root, file)))}`);
    }
  }
  return hash.digest('hex');
}

async function filesOf(root: string, source: string): Promise<readonly string[]> {
  const path = join(root, source);
  if (!(await stat(path)).isDirectory()) return [source];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(root.length)).toSorted();
}

/** Renamed into place, so that nobody reads half of it. */
async function keep(
  cacheFolder: string,
  { own, file, text }: { readonly own: string; readonly file: string; readonly text: string },
): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const old = (await readdir(cacheFolder)).filter((name) => name.startsWith(own));
  const partial = join(cacheFolder, `${randomUUID()}.partial`);
  await writeFile(partial, text);
  await rename(partial, join(cacheFolder, file));
  const others = old.filter((name) => name !== file);
  await Promise.all(others.map((name) => rm(join(cacheFolder, name), { force: true })));
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
